package io.graft.training.run;

import io.graft.contracts.event.RegistryEvent.VersionRegistered;
import io.graft.contracts.event.Topics;
import io.graft.kit.event.EventHandler;
import io.graft.kit.event.ReceivedEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/// Learns from the registry which version a run's result became.
@ApplicationScoped
class RegisteredVersions implements EventHandler {

    private final RunStore store;

    RegisteredVersions(RunStore store) {
        this.store = store;
    }

    @Override
    public Set<String> topics() {
        return Set.of(Topics.REGISTRY);
    }

    @Override
    public void handle(ReceivedEvent event) {
        if (event.body() instanceof VersionRegistered registered && registered.trainingRun() != null) {
            store.lock(new RunId(registered.trainingRun()))
                    .ifPresent(run -> store.save(run.registered(registered.version())));
        }
    }
}
