package io.graft.training.run;

import io.graft.kit.launch.WorkerHandle;
import io.graft.kit.launch.WorkerLauncher;
import io.graft.kit.launch.WorkerSpec;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/// Workers that do nothing until a test speaks for them, and live until it lets them die.
@ApplicationScoped
class FakeLauncher implements WorkerLauncher {

    private final List<WorkerSpec> launched = new CopyOnWriteArrayList<>();
    private final Set<Long> alive = ConcurrentHashMap.newKeySet();
    private final AtomicLong pids = new AtomicLong();
    private volatile boolean failing;

    List<WorkerSpec> launched(UUID run) {
        return launched.stream().filter(spec -> spec.runId().equals(run)).toList();
    }

    void letAllDie() {
        alive.clear();
    }

    void fail(boolean fails) {
        failing = fails;
    }

    @Override
    public WorkerHandle launch(WorkerSpec spec) {
        if (failing) {
            throw new IllegalStateException("no java here");
        }
        launched.add(spec);
        long pid = pids.incrementAndGet();
        alive.add(pid);
        return new WorkerHandle(pid, Instant.EPOCH);
    }

    @Override
    public boolean alive(WorkerHandle handle) {
        return alive.contains(handle.pid());
    }

    @Override
    public void stop(WorkerHandle handle, Stop how) {
        alive.remove(handle.pid());
    }

    @Override
    public Path log(UUID runId) {
        try {
            Path log = Path.of(System.getProperty("java.io.tmpdir"), "graft-test-worker-" + runId + ".log");
            return Files.exists(log) ? log : Files.writeString(log, "first line\nlast words of the worker\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
