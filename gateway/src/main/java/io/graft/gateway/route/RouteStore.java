package io.graft.gateway.route;

import io.graft.contracts.inference.InferenceApi.Share;
import io.graft.gateway.route.RouteEntity.ShareColumns;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;

/// The tables `route` and `route_share`.
@ApplicationScoped
class RouteStore {

    private final Session session;

    RouteStore(Session session) {
        this.session = session;
    }

    Optional<TrafficSplit> find(String model) {
        return Optional.ofNullable(session.find(RouteEntity.class, model)).map(RouteEntity::toSplit);
    }

    /// Until the transaction ends nobody else changes the route of this model, also where there is none yet.
    void lock(String model) {
        session.createNativeQuery("select pg_advisory_xact_lock(hashtextextended(:model, 0))", Object.class)
                .setParameter("model", model)
                .getSingleResult();
    }

    List<TrafficSplit> list(int limit, int offset) {
        return session.createQuery("from RouteEntity order by model", RouteEntity.class)
                .setMaxResults(limit)
                .setFirstResult(offset)
                .getResultStream()
                .map(RouteEntity::toSplit)
                .toList();
    }

    List<String> models() {
        return session.createQuery("select model from RouteEntity order by model", String.class)
                .getResultList();
    }

    TrafficSplit save(String model, List<Share> shares, Instant now) {
        RouteEntity known = session.find(RouteEntity.class, model);
        RouteEntity route = known == null ? new RouteEntity() : known;
        route.model = model;
        route.revision = nextRevision();
        route.updatedAt = now;
        route.shares.clear();
        shares.forEach(share -> route.shares.add(ShareColumns.of(share)));
        if (known == null) {
            session.persist(route);
        }
        session.flush();
        return route.toSplit();
    }

    void delete(String model) {
        RouteEntity route = session.find(RouteEntity.class, model);
        if (route != null) {
            session.remove(route);
        }
    }

    private long nextRevision() {
        return session.createNativeQuery("select nextval('route_revision')", Long.class)
                .getSingleResult();
    }
}
