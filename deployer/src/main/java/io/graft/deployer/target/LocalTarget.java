package io.graft.deployer.target;

import io.graft.client.GatewayClient;
import io.graft.client.ModelServerClient;
import io.graft.client.RemoteProblem;
import io.graft.client.UnavailableException;
import io.graft.contracts.inference.InferenceApi.AdapterView;
import io.graft.contracts.inference.InferenceApi.Route;
import io.graft.contracts.inference.InferenceApi.VersionStats;
import io.graft.contracts.inference.OpenAiApi.ChatRequest;
import io.graft.deployer.analysis.Health;
import io.graft.deployer.traffic.TrafficSplit;
import io.graft.kit.urls.Clients;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The model server and the gateway of this machine.
@ApplicationScoped
class LocalTarget implements ServingTarget {

    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY = 429;
    private static final int STALE = 412;
    private static final int SERVER_ERROR = 500;
    private static final double NANOS_PER_MILLI = 1e6;

    private final ModelServerClient server;
    private final GatewayClient gateway;

    @Inject
    LocalTarget(Clients clients) {
        this(new ModelServerClient(clients.modelServer()), new GatewayClient(clients.gateway()));
    }

    LocalTarget(ModelServerClient server, GatewayClient gateway) {
        this.server = server;
        this.gateway = gateway;
    }

    @Override
    public boolean isReady() {
        try {
            server.adapters();
            gateway.routes();
            return true;
        } catch (UnavailableException | RemoteProblem e) {
            return false;
        }
    }

    @Override
    public Set<String> loaded(String model) {
        String prefix = model + "@";
        return asking(server::adapters).stream()
                .map(AdapterView::loraName)
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void load(String model, String version) {
        asking(() -> server.load(adapter(model, version), "registry://" + model + "/" + version));
    }

    @Override
    public void unload(String model, String version) {
        if (loaded(model).contains(version)) {
            telling(() -> server.unload(adapter(model, version)));
        }
    }

    @Override
    public Health probe(String model, String version) {
        long began = System.nanoTime();
        try {
            server.chat(shortQuestion(adapter(model, version)));
            return new Health.Healthy((System.nanoTime() - began) / NANOS_PER_MILLI);
        } catch (UnavailableException e) {
            return new Health.Unknown(String.valueOf(e.getMessage()));
        } catch (RemoteProblem problem) {
            return comesFromLoad(problem)
                    ? new Health.Unknown(String.valueOf(problem.getMessage()))
                    : new Health.Unhealthy(String.valueOf(problem.getMessage()));
        }
    }

    @Override
    public RouteSeen route(String model) {
        return asking(() -> gateway.route(model)).map(LocalTarget::seen).orElse(RouteSeen.NONE);
    }

    @Override
    public void shift(String model, RouteChange change) {
        if (change.split().shares().isEmpty()) {
            telling(() -> gateway.deleteRoute(model));
        } else {
            asking(() -> gateway.putRoute(new Route(model, change.split().shares(), change.revision())));
        }
    }

    @Override
    public VersionStats stats(String model, String version, Instant since) {
        return asking(() -> gateway.stats(model, version, since));
    }

    private static RouteSeen seen(Route route) {
        Long revision = route.revision();
        return new RouteSeen(new TrafficSplit(route.shares()), revision == null ? 0 : revision);
    }

    private static ChatRequest shortQuestion(String adapter) {
        return ChatRequest.greedy(adapter, "Hello", 1);
    }

    private static String adapter(String model, String version) {
        return model + "@" + version;
    }

    private static void telling(Runnable call) {
        asking(() -> {
            call.run();
            return Boolean.TRUE;
        });
    }

    private static <T> T asking(Supplier<T> call) {
        try {
            return call.get();
        } catch (UnavailableException e) {
            throw new TargetException.Unreachable(String.valueOf(e.getMessage()), e);
        } catch (RemoteProblem problem) {
            String message = String.valueOf(problem.getMessage());
            throw comesFromLoad(problem) || problem.status() >= SERVER_ERROR || problem.status() == STALE
                    ? new TargetException.Unreachable(message, problem)
                    : new TargetException.Refused(message, problem);
        }
    }

    private static boolean comesFromLoad(RemoteProblem problem) {
        return problem.status() == REQUEST_TIMEOUT || problem.status() == TOO_MANY;
    }
}
