package io.graft.deployer.rollout;

import io.graft.contracts.deployment.DeploymentApi;
import io.graft.contracts.deployment.DeploymentApi.Measurement;
import io.graft.contracts.deployment.DeploymentApi.Transition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The tables of the rollouts.
@ApplicationScoped
class RolloutStore {

    private static final String PROMOTED = DeploymentApi.RolloutState.promoted.name();

    private final EntityManager entities;

    RolloutStore(EntityManager entities) {
        this.entities = entities;
    }

    /// Until the transaction ends nobody else begins a rollout of this model.
    void lockModel(String model) {
        entities.createNativeQuery("select pg_advisory_xact_lock(hashtextextended(:model, 0))", Object.class)
                .setParameter("model", model)
                .getSingleResult();
    }

    void insert(Rollout rollout) {
        entities.persist(RolloutEntity.of(rollout));
        entities.flush();
        entities.persist(TransitionEntity.of(rollout));
    }

    Optional<Rollout> find(RolloutId id) {
        return Optional.ofNullable(entities.find(RolloutEntity.class, id.value()))
                .map(RolloutEntity::toRollout);
    }

    /// The rollout as it is now, which nobody else can change until the transaction ends.
    Optional<Rollout> lock(RolloutId id) {
        return Optional.ofNullable(entities.find(RolloutEntity.class, id.value(), LockModeType.PESSIMISTIC_WRITE))
                .map(RolloutEntity::toRollout);
    }

    /// Keeps a changed rollout. It must be locked.
    void save(Rollout rollout) {
        RolloutEntity row = entities.find(RolloutEntity.class, rollout.id().value());
        if (row == null) {
            throw new IllegalStateException("no row of rollout " + rollout.id());
        }
        row.take(rollout);
        row.revision++;
        entities.flush();
    }

    void addTransition(Rollout rollout) {
        entities.persist(TransitionEntity.of(rollout));
    }

    /// Keeps the looks that say something new.
    void addLooks(RolloutId rollout, List<Measurement> looks) {
        for (Measurement look : looks) {
            boolean known = last(rollout, look.metric())
                    .filter(row -> row.saysTheSame(look))
                    .isPresent();
            if (!known) {
                entities.persist(MeasurementEntity.of(rollout, look));
            }
        }
    }

    /// The rollouts whose turn it is: of each model the active one that was asked for first.
    List<RolloutId> heads() {
        return entities.createQuery("""
                        select r.id from RolloutEntity r where r.active and r.position =
                          (select min(o.position) from RolloutEntity o where o.active and o.model = r.model)
                        """, UUID.class)
                .getResultStream()
                .map(RolloutId::new)
                .toList();
    }

    Optional<Rollout> activeOf(String model) {
        return first(entities.createQuery(
                        "from RolloutEntity where active and model = :model order by position", RolloutEntity.class)
                .setParameter("model", model));
    }

    /// The rollout that made the version serve that serves now, as far as rollouts know.
    Optional<Rollout> servingOf(String model) {
        return first(entities.createQuery(
                        "from RolloutEntity where model = :model and status = :promoted order by completedAt desc",
                        RolloutEntity.class)
                .setParameter("model", model)
                .setParameter("promoted", PROMOTED));
    }

    /// For each model at rest the rollout that made its version serve.
    List<Rollout> servingAtRest() {
        return entities.createQuery("""
                        from RolloutEntity r where r.status = :promoted
                          and r.completedAt = (select max(o.completedAt) from RolloutEntity o
                                               where o.model = r.model and o.status = :promoted)
                          and not exists (select 1 from RolloutEntity a where a.model = r.model and a.active)
                        """, RolloutEntity.class)
                .setParameter("promoted", PROMOTED)
                .getResultStream()
                .map(RolloutEntity::toRollout)
                .toList();
    }

    /// Of each model the rollout that changed last.
    List<Rollout> newest() {
        return entities.createQuery("""
                        from RolloutEntity r where r.updatedAt =
                          (select max(o.updatedAt) from RolloutEntity o where o.model = r.model)
                        """, RolloutEntity.class)
                .getResultStream()
                .map(RolloutEntity::toRollout)
                .toList();
    }

    /// Every version of a model that a rollout has loaded at some time.
    List<String> versionsOf(String model) {
        return entities.createQuery(
                        "select distinct version from RolloutEntity where model = :model and startedAt is not null",
                        String.class)
                .setParameter("model", model)
                .getResultList();
    }

    List<Rollout> list(RolloutFilter filter, int limit, int offset) {
        return entities.createQuery("""
                        from RolloutEntity where (:model is null or model = :model)
                          and (:status is null or status = :status)
                          and (:environment is null or environment = :environment)
                        order by position desc
                        """, RolloutEntity.class)
                .setParameter("model", filter.model())
                .setParameter("status", filter.status())
                .setParameter("environment", filter.environment())
                .setMaxResults(limit)
                .setFirstResult(offset)
                .getResultStream()
                .map(RolloutEntity::toRollout)
                .toList();
    }

    List<Transition> transitions(RolloutId rollout) {
        return transitionsAfter(rollout, 0).stream()
                .map(TransitionEntity.Numbered::transition)
                .toList();
    }

    List<TransitionEntity.Numbered> transitionsAfter(RolloutId rollout, long seq) {
        return entities.createQuery(
                        "from TransitionEntity where rolloutId = :rollout and seq > :seq order by seq",
                        TransitionEntity.class)
                .setParameter("rollout", rollout.value())
                .setParameter("seq", seq)
                .getResultStream()
                .map(TransitionEntity::toNumbered)
                .toList();
    }

    List<Measurement> measurements(RolloutId rollout, int limit, int offset) {
        return entities.createQuery(
                        "from MeasurementEntity where rolloutId = :rollout order by seq desc", MeasurementEntity.class)
                .setParameter("rollout", rollout.value())
                .setMaxResults(limit)
                .setFirstResult(offset)
                .getResultStream()
                .map(MeasurementEntity::toMeasurement)
                .toList();
    }

    private Optional<MeasurementEntity> last(RolloutId rollout, String metric) {
        return entities.createQuery(
                        "from MeasurementEntity where rolloutId = :rollout and metric = :metric order by seq desc",
                        MeasurementEntity.class)
                .setParameter("rollout", rollout.value())
                .setParameter("metric", metric)
                .setMaxResults(1)
                .getResultStream()
                .findFirst();
    }

    private static Optional<Rollout> first(TypedQuery<RolloutEntity> query) {
        return query.setMaxResults(1).getResultStream().findFirst().map(RolloutEntity::toRollout);
    }
}
