package io.graft.registry.version;

import io.graft.contracts.registry.RegistryApi.Stage;
import io.graft.contracts.registry.RegistryApi.StageChange;
import io.graft.kit.problem.Problem;
import io.graft.registry.model.Change;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Clock;

/// Moves versions from stage to stage and writes down each move. Whoever calls holds the model's lock.
@ApplicationScoped
public class Stages {

    private final VersionStore versions;
    private final StageChangeStore changes;
    private final Event<StageReached> reached;
    private final Clock clock;

    Stages(VersionStore versions, StageChangeStore changes, Event<StageReached> reached, Clock clock) {
        this.versions = versions;
        this.changes = changes;
        this.reached = reached;
        this.clock = clock;
    }

    /// @throws Problem.Conflict where the present stage does not allow it
    public Version move(Version version, Stage to, Change change) {
        if (!StageRules.allows(version.stage(), to)) {
            throw new Problem.Conflict(
                    "wrong_stage",
                    version.title() + " is " + version.stage() + " and cannot become " + to + "; it can become "
                            + StageRules.next(version.stage()));
        }
        Version moved = versions.update(version.withStage(to));
        enter(moved, change);
        return moved;
    }

    /// Notes the stage that a version has now.
    void enter(Version version, Change change) {
        changes.add(version.id(), new StageChange(version.stage(), change.by(), change.reason(), clock.instant()));
        reached.fire(new StageReached(version.stage()));
    }
}
