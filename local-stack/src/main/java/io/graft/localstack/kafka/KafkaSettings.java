package io.graft.localstack.kafka;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// The settings of a broker that is its own controller, sized for one machine.
record KafkaSettings(Path data, int port, int controllerPort) {

    String asProperties() {
        return all().entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
                .collect(Collectors.joining());
    }

    private Map<String, String> all() {
        Map<String, String> settings = new LinkedHashMap<>();
        addRoles(settings);
        addSizes(settings);
        addDurability(settings);
        return settings;
    }

    private void addRoles(Map<String, String> settings) {
        String client = "CLIENT://127.0.0.1:" + port;
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        settings.put("listeners", client + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", client);
        settings.put("listener.security.protocol.map", "CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("inter.broker.listener.name", "CLIENT");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("log.dirs", data.toString());
        // A killed broker is let in again when the session of its former self has run out.
        settings.put("broker.session.timeout.ms", "4000");
        settings.put("broker.heartbeat.interval.ms", "1000");
        settings.put("auto.create.topics.enable", "true");
    }

    private static void addSizes(Map<String, String> settings) {
        settings.put("num.partitions", "3");
        settings.put("offsets.topic.num.partitions", "3");
        settings.put("transaction.state.log.num.partitions", "3");
        settings.put("share.coordinator.state.topic.num.partitions", "1");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("num.network.threads", "1");
        settings.put("num.io.threads", "2");
        settings.put("background.threads", "2");
        settings.put("log.cleaner.threads", "1");
        settings.put("log.cleaner.dedupe.buffer.size", "2097152");
        settings.put("group.initial.rebalance.delay.ms", "0");
    }

    private static void addDurability(Map<String, String> settings) {
        // There is no replica to recover from, so what is acknowledged reaches the disk within a second.
        settings.put("log.flush.interval.ms", "1000");
        settings.put("log.flush.scheduler.interval.ms", "500");
        settings.put("log.retention.hours", "168");
        settings.put("log.segment.bytes", "67108864");
    }
}
