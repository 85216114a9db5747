package io.graft.benchmarks.run;

import io.graft.kit.launch.WorkerHandle;
import io.graft.kit.launch.WorkerLauncher;
import io.graft.kit.launch.WorkerSpec;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/// Workers that live until a test lets them die, and do nothing by themselves.
@ApplicationScoped
class FakeLauncher implements WorkerLauncher {

    private final List<WorkerSpec> launched = new CopyOnWriteArrayList<>();
    private final Set<Long> dead = ConcurrentHashMap.newKeySet();
    private final AtomicLong pids = new AtomicLong();

    List<WorkerSpec> launched(UUID run) {
        return launched.stream().filter(spec -> spec.runId().equals(run)).toList();
    }

    /// Lets all workers that live now die without a word.
    void killAll() {
        for (long pid = 1; pid <= pids.get(); pid++) {
            dead.add(pid);
        }
    }

    @Override
    public WorkerHandle launch(WorkerSpec spec) {
        launched.add(spec);
        return new WorkerHandle(pids.incrementAndGet(), Instant.EPOCH);
    }

    @Override
    public boolean alive(WorkerHandle handle) {
        return !dead.contains(handle.pid());
    }

    @Override
    public void stop(WorkerHandle handle, Stop how) {
        dead.add(handle.pid());
    }

    @Override
    public Path log(UUID runId) {
        return Path.of("no-such-log");
    }
}
