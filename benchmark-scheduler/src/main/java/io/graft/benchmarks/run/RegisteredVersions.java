package io.graft.benchmarks.run;

import io.graft.contracts.event.RegistryEvent.VersionRegistered;
import io.graft.contracts.event.Topics;
import io.graft.kit.event.EventHandler;
import io.graft.kit.event.ReceivedEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/// Every new version is scored.
@ApplicationScoped
class RegisteredVersions implements EventHandler {

    private final Benchmarks benchmarks;

    RegisteredVersions(Benchmarks benchmarks) {
        this.benchmarks = benchmarks;
    }

    @Override
    public Set<String> topics() {
        return Set.of(Topics.REGISTRY);
    }

    @Override
    public void handle(ReceivedEvent event) {
        if (event.body() instanceof VersionRegistered registered) {
            benchmarks.queueCandidate(registered);
        }
    }
}
