package io.graft.training;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.graft.contracts.ArtifactFile;
import io.graft.contracts.ContractJson;
import io.graft.contracts.registry.RegistryApi.ModelView;
import io.graft.contracts.registry.RegistryApi.Stage;
import io.graft.contracts.registry.RegistryApi.VersionView;
import io.graft.contracts.training.RunConfig;
import io.graft.kit.urls.ServiceUrls;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The registry as far as this service calls it: artifacts, and versions of models.
@ApplicationScoped
public class FakeRegistry {

    private final ServiceUrls urls;
    private final Map<String, byte[]> artifacts = new ConcurrentHashMap<>();
    private final Map<String, VersionView> versions = new ConcurrentHashMap<>();
    private final AtomicInteger uploads = new AtomicInteger();
    private volatile @Nullable HttpServer server;
    private volatile boolean down;

    FakeRegistry(ServiceUrls urls) {
        this.urls = urls;
    }

    void start(@Observes StartupEvent event) throws IOException {
        InetSocketAddress address = new InetSocketAddress(
                InetAddress.getLoopbackAddress(), urls.registry().getPort());
        HttpServer created = HttpServer.create(address, 0);
        created.createContext("/v1/registry/artifacts", exchange -> answer(exchange, this::artifact));
        created.createContext("/v1/registry/models", exchange -> answer(exchange, this::model));
        created.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        created.start();
        server = created;
    }

    void stop(@Observes ShutdownEvent event) {
        HttpServer started = server;
        if (started != null) {
            started.stop(0);
        }
    }

    public void down(boolean isDown) {
        down = isDown;
    }

    public String content(ArtifactFile file) {
        return new String(artifacts.get(file.digest()), StandardCharsets.UTF_8);
    }

    public boolean has(ArtifactFile file) {
        return artifacts.containsKey(file.digest());
    }

    public int uploads() {
        return uploads.get();
    }

    /// Makes a version the champion of its model.
    public VersionView champion(String model, String version, String baseModel, RunConfig config) {
        VersionView view = new VersionView(
                model,
                version,
                Stage.production,
                baseModel,
                null,
                Map.of(),
                Map.of(),
                ContractJson.mapper().valueToTree(config),
                Map.of(),
                List.of(new ArtifactFile("adapter_config.json", digest(version.getBytes(StandardCharsets.UTF_8)), 1)),
                digest(model.getBytes(StandardCharsets.UTF_8)),
                List.of("champion"),
                null,
                null,
                List.of(),
                Instant.EPOCH);
        versions.put(model, view);
        return view;
    }

    private record Answer(int status, String body) {
        static Answer json(int status, Object body) throws IOException {
            return new Answer(status, ContractJson.mapper().writeValueAsString(body));
        }

        static Answer notFound() {
            return new Answer(404, "");
        }
    }

    private interface Handler {
        Answer handle(HttpExchange exchange) throws IOException;
    }

    private Answer artifact(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("POST")) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String digest = digest(body);
            artifacts.put(digest, body);
            uploads.incrementAndGet();
            return Answer.json(201, Map.of("digest", digest, "size", body.length));
        }
        byte[] content = artifacts.get(lastPart(exchange));
        return content == null ? Answer.notFound() : new Answer(200, new String(content, StandardCharsets.UTF_8));
    }

    private Answer model(HttpExchange exchange) throws IOException {
        List<String> parts = List.of(exchange.getRequestURI().getPath().split("/", -1));
        VersionView known = versions.get(parts.get(4));
        if (known == null) {
            return Answer.notFound();
        }
        if (parts.size() == 5) {
            return Answer.json(
                    200,
                    new ModelView(
                            known.name(),
                            known.baseModel(),
                            Map.of(),
                            known.version(),
                            Map.of("champion", known.version()),
                            Instant.EPOCH));
        }
        return parts.get(5).equals(known.version()) ? Answer.json(200, known) : Answer.notFound();
    }

    private static String lastPart(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private void answer(HttpExchange exchange, Handler handler) throws IOException {
        try (exchange) {
            Answer answer = down ? new Answer(503, "") : handler.handle(exchange);
            byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
            boolean bodiless = exchange.getRequestMethod().equals("HEAD") || body.length == 0;
            exchange.sendResponseHeaders(answer.status, bodiless ? -1 : body.length);
            if (!bodiless) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private static String digest(byte[] content) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
