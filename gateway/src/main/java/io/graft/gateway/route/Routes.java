package io.graft.gateway.route;

import io.graft.contracts.ProblemDetail.FieldError;
import io.graft.contracts.inference.InferenceApi.Share;
import io.graft.kit.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reading and changing routes. Every request reads its route anew: after a change no request goes the old way.
@ApplicationScoped
public class Routes {

    /// The revision of a route that is not there.
    static final long NONE = 0;

    private final RouteStore store;
    private final Clock clock;

    Routes(RouteStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    @Transactional
    public Optional<TrafficSplit> find(String model) {
        return store.find(model);
    }

    /// The names of all models that have a route.
    @Transactional
    public List<String> models() {
        return store.models();
    }

    @Transactional
    public List<TrafficSplit> list(int limit, int offset) {
        return store.list(limit, offset);
    }

    /// Sets the shares of a model. The same shares once more change nothing.
    ///
    /// @param revision if given, the one that the caller has seen ([#NONE]: that there was no route)
    @Transactional
    public TrafficSplit put(String model, List<Share> shares, @Nullable Long revision) {
        List<FieldError> faults = TrafficSplit.faults(model, shares);
        if (!faults.isEmpty()) {
            throw new Problem.Invalid(faults);
        }
        store.lock(model);
        Optional<TrafficSplit> known = store.find(model);
        requireCurrent(model, known, revision);
        return known.filter(route -> route.shares().equals(shares))
                .orElseGet(() -> store.save(model, shares, clock.instant()));
    }

    @Transactional
    public void delete(String model, @Nullable Long revision) {
        store.lock(model);
        Optional<TrafficSplit> known = store.find(model);
        if (known.isEmpty()) {
            throw new Problem.NotFound("route", model);
        }
        requireCurrent(model, known, revision);
        store.delete(model);
    }

    private static void requireCurrent(String model, Optional<TrafficSplit> known, @Nullable Long revision) {
        long current = known.map(TrafficSplit::revision).orElse(NONE);
        if (revision != null && revision != current) {
            throw new Problem.Stale("the route of " + model + " is at revision " + current + ", not at " + revision
                    + ": read it again and decide anew");
        }
    }
}
