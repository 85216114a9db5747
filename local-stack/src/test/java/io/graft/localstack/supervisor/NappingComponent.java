package io.graft.localstack.supervisor;

import io.graft.localstack.component.Component;
import io.graft.localstack.process.CannotStart;
import io.graft.localstack.process.FreePorts;
import io.graft.localstack.process.Launch;
import io.graft.localstack.process.LiveProcess;
import io.graft.localstack.process.Probe;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/// A component whose process only sleeps, and is ready as soon as it runs.
final class NappingComponent implements Component {

    static final List<String> FOR_A_MINUTE = List.of("sleep", "60");

    private final String name;
    private final Set<String> needs;
    private final Path folder;
    private final int port = FreePorts.find(1).getFirst();
    private final AtomicReference<List<String>> command = new AtomicReference<>(FOR_A_MINUTE);
    private final List<String> stopped;
    private volatile boolean impossible;

    NappingComponent(String name, Path folder, String... needs) {
        this(name, folder, new CopyOnWriteArrayList<>(), needs);
    }

    /// @param stopped receives the name when the component is stopped
    NappingComponent(String name, Path folder, List<String> stopped, String... needs) {
        this.name = name;
        this.folder = folder;
        this.stopped = stopped;
        this.needs = Set.of(needs);
    }

    NappingComponent runs(String... other) {
        command.set(List.of(other));
        return this;
    }

    NappingComponent cannotStart() {
        impossible = true;
        return this;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public Set<String> needs() {
        return needs;
    }

    @Override
    public Launch launch() {
        return new Launch(name, command.get(), Map.of(), folder, folder.resolve(name + ".log"), port);
    }

    @Override
    public void prepare() {
        if (impossible) {
            throw new CannotStart("the data is from another version");
        }
    }

    @Override
    public Probe readiness() {
        return () -> true;
    }

    @Override
    public void stop(LiveProcess process) {
        process.kill();
        stopped.add(name);
    }
}
