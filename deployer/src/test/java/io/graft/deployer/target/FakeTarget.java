package io.graft.deployer.target;

import io.graft.contracts.inference.InferenceApi.VersionStats;
import io.graft.deployer.analysis.Health;
import io.graft.deployer.traffic.TrafficSplit;
import io.quarkus.test.Mock;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A model server and a gateway that exist in memory, can be away for one model, and tell what was done to them.
@Mock
@ApplicationScoped
public class FakeTarget implements ServingTarget {

    private final Map<String, World> worlds = new ConcurrentHashMap<>();

    /// What there is of one model.
    public static final class World {
        public final Set<String> loaded = ConcurrentHashMap.newKeySet();
        public final Set<String> refused = ConcurrentHashMap.newKeySet();
        public final Set<String> unhealthy = ConcurrentHashMap.newKeySet();
        public final Map<String, long[]> answers = new ConcurrentHashMap<>();
        public final List<TrafficSplit> splits = new CopyOnWriteArrayList<>();
        public volatile RouteSeen route = RouteSeen.NONE;
        public volatile boolean gatewayAway;
        public volatile boolean serverAway;

        /// Every look finds this many requests and errors of a version.
        public void answers(String version, long requests, long errors) {
            answers.put(version, new long[] {requests, errors, 0, 0});
        }

        public void feedback(String version, long feedback, long correct) {
            long[] known = answers.getOrDefault(version, new long[4]);
            answers.put(version, new long[] {known[0], known[1], feedback, correct});
        }

        public void serves(String version) {
            loaded.add(version);
            route = new RouteSeen(TrafficSplit.all(version), route.revision() + 1);
        }
    }

    public World of(String model) {
        return worlds.computeIfAbsent(model, _ -> new World());
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public Set<String> loaded(String model) {
        return Set.copyOf(server(model).loaded);
    }

    @Override
    public void load(String model, String version) {
        if (server(model).refused.contains(version)) {
            throw new TargetException.Refused("rank 64 is more than the server takes", new IllegalStateException());
        }
        server(model).loaded.add(version);
    }

    @Override
    public void unload(String model, String version) {
        server(model).loaded.remove(version);
    }

    @Override
    public Health probe(String model, String version) {
        return server(model).unhealthy.contains(version)
                ? new Health.Unhealthy("500 from /v1/chat/completions")
                : new Health.Healthy(3);
    }

    @Override
    public RouteSeen route(String model) {
        return gateway(model).route;
    }

    @Override
    public void shift(String model, RouteChange change) {
        World world = gateway(model);
        synchronized (world) {
            if (change.revision() != world.route.revision()) {
                throw new TargetException.Unreachable("stale", new IllegalStateException());
            }
            world.route = new RouteSeen(change.split(), change.revision() + 1);
            world.splits.add(change.split());
        }
    }

    @Override
    public VersionStats stats(String model, String version, Instant since) {
        long[] known = gateway(model).answers.getOrDefault(version, new long[4]);
        return new VersionStats(model, version, known[0], known[1], 0, 5.0, 9.0, 12.0, known[2], known[3], null);
    }

    private World server(String model) {
        World world = of(model);
        if (world.serverAway) {
            throw new TargetException.Unreachable("no answer from the model server", new IllegalStateException());
        }
        return world;
    }

    private World gateway(String model) {
        World world = of(model);
        if (world.gatewayAway) {
            throw new TargetException.Unreachable("no answer from the gateway", new IllegalStateException());
        }
        return world;
    }
}
