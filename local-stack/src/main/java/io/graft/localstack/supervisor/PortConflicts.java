package io.graft.localstack.supervisor;

import io.graft.localstack.component.Component;
import io.graft.localstack.layout.Ports;
import io.graft.localstack.layout.StackLayout;
import io.graft.localstack.process.LiveProcess;
import io.graft.localstack.process.PortHolder;
import io.graft.localstack.process.RunFolder;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Finds ports that the stack needs and that strangers hold; what our own processes hold is as it should be.
public final class PortConflicts {

    private PortConflicts() {}

    public static List<PortConflict> of(StackLayout layout, Ports ports, List<Component> components) {
        RunFolder records = new RunFolder(layout.run());
        Stream<Optional<PortConflict>> ofComponents = components.stream()
                .filter(component -> ours(records, component).isEmpty())
                .map(component -> conflict(component.name(), component.port()));
        Stream<Optional<PortConflict>> ofOthers = Stream.of(
                records.live(Ports.KAFKA).isPresent()
                        ? Optional.empty()
                        : conflict(Ports.KAFKA_CONTROLLER, ports.of(Ports.KAFKA_CONTROLLER)),
                records.live(SupervisorProcess.NAME).isPresent()
                        ? Optional.empty()
                        : conflict(Ports.SUPERVISOR, ports.of(Ports.SUPERVISOR)));
        return Stream.concat(ofComponents, ofOthers).flatMap(Optional::stream).toList();
    }

    /// The home of another stack that is to blame for conflicts, recognised by its supervisor.
    public static Optional<String> otherStack(List<PortConflict> conflicts) {
        return conflicts.stream()
                .filter(conflict -> conflict.name().equals(SupervisorProcess.NAME))
                .flatMap(conflict -> PortHolder.of(conflict.port()).stream())
                .map(PortHolder::commandLine)
                .filter(line -> line.contains(SupervisorMain.class.getName() + " "))
                .map(line ->
                        line.replaceFirst(".*" + Pattern.quote(SupervisorMain.class.getName()) + " (\\S+).*", "$1"))
                .findFirst();
    }

    private static Optional<LiveProcess> ours(RunFolder records, Component component) {
        return records.live(component.name()).or(component::unrecorded);
    }

    private static Optional<PortConflict> conflict(String name, int port) {
        return PortHolder.of(port).map(holder -> new PortConflict(name, port, holder.describe()));
    }
}
