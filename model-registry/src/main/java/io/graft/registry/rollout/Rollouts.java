package io.graft.registry.rollout;

import io.graft.contracts.event.DeploymentEvent.RolloutFailed;
import io.graft.contracts.event.DeploymentEvent.RolloutPromoted;
import io.graft.contracts.event.DeploymentEvent.RolloutRolledBack;
import io.graft.contracts.event.DeploymentEvent.RolloutStarted;
import io.graft.contracts.event.RegistryEvent.VersionArchived;
import io.graft.contracts.event.RegistryEvent.VersionRejected;
import io.graft.contracts.registry.RegistryApi.Stage;
import io.graft.kit.event.Outbox;
import io.graft.registry.model.AliasName;
import io.graft.registry.model.Aliases;
import io.graft.registry.model.Change;
import io.graft.registry.model.ModelName;
import io.graft.registry.model.VersionNumber;
import io.graft.registry.version.Stages;
import io.graft.registry.version.Version;
import io.graft.registry.version.Versions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Turns what the deployer did into stages and aliases. All of it may be told twice.
@ApplicationScoped
public class Rollouts {

    private final Versions versions;
    private final Stages stages;
    private final Aliases aliases;
    private final RolloutStore store;
    private final Outbox outbox;
    private final Clock clock;

    Rollouts(Versions versions, Stages stages, Aliases aliases, RolloutStore store, Outbox outbox, Clock clock) {
        this.versions = versions;
        this.stages = stages;
        this.aliases = aliases;
        this.store = store;
        this.outbox = outbox;
        this.clock = clock;
    }

    /// Rollouts of any of the versions, oldest first.
    public List<Rollout> of(Collection<Long> versionIds) {
        return versionIds.isEmpty() ? List.of() : store.of(versionIds);
    }

    /// The version becomes challenger, unless it is champion already.
    @Transactional
    public void started(RolloutStarted event) {
        Version version = lock(event.model(), event.version());
        String reason = event.strategy() + " rollout " + event.deploymentId() + " started";
        note(event.deploymentId(), version, "started", reason);
        if (!isChampion(version)) {
            aliases.move(version.model(), AliasName.CHALLENGER, version.number(), by(reason));
        }
    }

    /// The version becomes champion; the champion before it is archived.
    @Transactional
    public void promoted(RolloutPromoted event) {
        Version version = lock(event.model(), event.version());
        note(event.deploymentId(), version, "promoted", event.reason());
        crown(version, by(event.reason()));
    }

    /// The version is rejected. Where it had been promoted before, its predecessor is champion again.
    @Transactional
    public void rolledBack(RolloutRolledBack event) {
        Version version = lock(event.model(), event.version());
        note(event.deploymentId(), version, "rolled_back", event.reason());
        Change change = by(event.reason());
        predecessor(version, event.previousVersion())
                .filter(_ -> isChampion(version))
                .ifPresent(previous -> crown(previous, change));
        refuse(version, change);
    }

    @Transactional
    public void failed(RolloutFailed event) {
        Version version = lock(event.model(), event.version());
        note(event.deploymentId(), version, "failed", event.reason());
        refuse(version, by(event.reason()));
    }

    private void crown(Version version, Change change) {
        Optional<Version> before = aliases.version(version.model(), AliasName.CHAMPION)
                .filter(number -> !number.equals(version.number()))
                .map(number -> versions.get(version.model(), number));
        if (version.stage() != Stage.production) {
            stages.move(version, Stage.production, change);
        }
        aliases.move(version.model(), AliasName.CHAMPION, version.number(), change);
        dropChallenger(version, change);
        before.ifPresent(old -> archive(old, version));
    }

    private void archive(Version old, Version successor) {
        if (old.stage() == Stage.production) {
            String reason = "replaced by " + successor.title();
            stages.move(old, Stage.archived, by(reason));
            outbox.publish(new VersionArchived(old.model().value(), old.number().toString(), reason));
        }
    }

    /// A champion that stays champion served well and stays what it is: only the attempt failed.
    private void refuse(Version version, Change change) {
        dropChallenger(version, change);
        Version now = versions.get(version.model(), version.number());
        if (isChampion(now) || now.stage() == Stage.rejected) {
            return;
        }
        stages.move(now, Stage.rejected, change);
        outbox.publish(new VersionRejected(now.model().value(), now.number().toString(), change.by(), change.reason()));
    }

    private void dropChallenger(Version version, Change change) {
        if (aliases.pointsAt(version.model(), AliasName.CHALLENGER, version.number())) {
            aliases.remove(version.model(), AliasName.CHALLENGER, change);
        }
    }

    private boolean isChampion(Version version) {
        return aliases.pointsAt(version.model(), AliasName.CHAMPION, version.number());
    }

    private Optional<Version> predecessor(Version version, @Nullable String previous) {
        return Optional.ofNullable(previous)
                .map(VersionNumber::parse)
                .filter(number -> !number.equals(version.number()))
                .map(number -> versions.get(version.model(), number));
    }

    private Version lock(String model, String version) {
        return versions.lock(ModelName.of("model", model), version);
    }

    private void note(UUID deploymentId, Version version, String state, String reason) {
        store.put(deploymentId, version.id(), state, reason, clock.instant());
    }

    private static Change by(String reason) {
        return new Change(Change.DEPLOYER, reason);
    }
}
