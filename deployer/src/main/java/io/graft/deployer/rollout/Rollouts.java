package io.graft.deployer.rollout;

import io.graft.contracts.Page;
import io.graft.contracts.deployment.DeploymentApi.DeployRequest;
import io.graft.contracts.deployment.DeploymentApi.Measurement;
import io.graft.contracts.deployment.DeploymentApi.RolloutView;
import io.graft.contracts.registry.RegistryApi.Stage;
import io.graft.contracts.registry.RegistryApi.VersionView;
import io.graft.deployer.rollout.Decision.Move;
import io.graft.deployer.target.Environments;
import io.graft.deployer.traffic.TrafficPlan;
import io.graft.kit.page.PageRequest;
import io.graft.kit.problem.Problem;
import io.graft.kit.trace.Traces;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/// What can be done with rollouts.
@ApplicationScoped
class Rollouts {

    private static final Set<Stage> DEPLOYABLE = EnumSet.of(Stage.approved, Stage.production, Stage.archived);

    private final RolloutStore store;
    private final Moves moves;
    private final VersionCatalog catalog;
    private final Environments environments;
    private final Event<RolloutChanged> changed;
    private final Clock clock;

    Rollouts(
            RolloutStore store,
            Moves moves,
            VersionCatalog catalog,
            Environments environments,
            Event<RolloutChanged> changed,
            Clock clock) {
        this.store = store;
        this.moves = moves;
        this.catalog = catalog;
        this.environments = environments;
        this.changed = changed;
        this.clock = clock;
    }

    /// Begins a rollout that a person asked for; a conflict where one of the model is active already.
    @Transactional
    Rollout deploy(DeployRequest request) {
        Order order = Order.of(request, environments.names());
        requireDeployable(order.model(), order.version());
        store.lockModel(order.model());
        store.activeOf(order.model()).ifPresent(Rollouts::refuseBecauseOf);
        store.servingOf(order.model())
                .filter(serving -> serving.subject().version().equals(order.version()))
                .ifPresent(serving -> {
                    throw new Problem.Conflict(
                            "already_serving",
                            serving.subject() + " serves already, since rollout " + serving.id() + " was promoted");
                });
        return insert(order, "accepted");
    }

    /// Puts a rollout that the policy asked for at the end of the model's queue. Nothing where it would change nothing.
    @Transactional
    Optional<Rollout> enqueue(DeployRequest request) {
        Order order = Order.of(request, environments.names());
        store.lockModel(order.model());
        Optional<Rollout> active = store.activeOf(order.model());
        boolean known = active.or(() -> store.servingOf(order.model()))
                .filter(rollout -> rollout.subject().version().equals(order.version()))
                .isPresent();
        String reason = active.map(before -> "waits for rollout " + before.id() + " of " + before.subject())
                .orElse("accepted: the registry approved the version");
        return known ? Optional.empty() : Optional.of(insert(order, reason));
    }

    @Transactional
    RolloutView view(RolloutId id) {
        return view(required(store.find(id), id));
    }

    @Transactional
    Page<RolloutView> list(RolloutFilter filter, PageRequest page) {
        return page.page(store.list(filter, page.limit(), page.offset()), this::view);
    }

    @Transactional
    Page<Measurement> measurements(RolloutId id, PageRequest page) {
        required(store.find(id), id);
        return page.page(store.measurements(id, page.limit(), page.offset()), Function.identity());
    }

    @Transactional
    List<TransitionEntity.Numbered> transitionsAfter(RolloutId id, long seq) {
        required(store.find(id), id);
        return store.transitionsAfter(id, seq);
    }

    @Transactional
    RolloutView pause(RolloutId id, String reason) {
        return command(id, rollout -> Commands.pause(rollout, reason, clock.instant()));
    }

    @Transactional
    RolloutView resume(RolloutId id, String reason) {
        return command(id, rollout -> Commands.resume(rollout, reason));
    }

    @Transactional
    RolloutView promote(RolloutId id, String reason) {
        return command(id, rollout -> Commands.promote(rollout, reason));
    }

    @Transactional
    RolloutView abort(RolloutId id, String reason) {
        return command(id, rollout -> Commands.abort(rollout, reason, clock.instant()));
    }

    @Transactional
    RolloutView rollBack(RolloutId id, String reason) {
        return command(id, rollout -> {
            String model = rollout.subject().model();
            store.lockModel(model);
            store.activeOf(model).filter(active -> !active.id().equals(id)).ifPresent(Rollouts::refuseBecauseOf);
            boolean serving = store.servingOf(model)
                    .filter(current -> current.id().equals(id))
                    .isPresent();
            return Commands.rollBack(rollout, reason, serving, clock.instant());
        });
    }

    @Transactional
    RolloutView retry(RolloutId id, String reason) {
        return command(id, rollout -> {
            Move again = Commands.retry(rollout, reason);
            String model = rollout.subject().model();
            requireDeployable(model, rollout.subject().version());
            store.lockModel(model);
            store.activeOf(model).ifPresent(Rollouts::refuseBecauseOf);
            return again;
        });
    }

    private RolloutView command(RolloutId id, Function<Rollout, Move> decide) {
        Rollout rollout = required(store.lock(id), id);
        return view(moves.carryOut(rollout, decide.apply(rollout)));
    }

    private Rollout insert(Order order, String reason) {
        Rollout rollout = new Rollout(
                new RolloutId(UUID.randomUUID()),
                0,
                new Subject(order.model(), order.version(), null, order.environment()),
                order.strategy(),
                order.config(),
                TrafficPlan.of(order.strategy(), order.config()),
                new RolloutState.Pending(),
                Progress.created(reason, clock.instant()),
                Traces.current());
        store.insert(rollout);
        changed.fire(new RolloutChanged(rollout, List.of()));
        return rollout;
    }

    private void requireDeployable(String model, String version) {
        VersionView view = catalog.version(model, version);
        if (!DEPLOYABLE.contains(view.stage())) {
            throw new Problem.Conflict(
                    "version_not_approved",
                    model + "@" + version + " is at stage " + view.stage() + " and may not serve: approve it with "
                            + "POST /v1/registry/models/" + model + "/" + version + "/approve, or 'graft model approve "
                            + model + "@" + version + "'");
        }
    }

    private static void refuseBecauseOf(Rollout active) {
        throw new Problem.Conflict(
                "rollout_active",
                "rollout " + active.id() + " of " + active.subject() + " is "
                        + active.state().status() + ": wait for its end, or abort it");
    }

    private RolloutView view(Rollout rollout) {
        return Views.of(rollout, store.transitions(rollout.id()));
    }

    private static Rollout required(Optional<Rollout> found, RolloutId id) {
        return found.orElseThrow(() -> new Problem.NotFound("rollout", id));
    }
}
