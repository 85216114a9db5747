package io.graft.modelserver;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.graft.contracts.ArtifactFile;
import io.graft.contracts.ContractJson;
import io.graft.contracts.ProblemDetail;
import io.graft.contracts.registry.RegistryApi.Stage;
import io.graft.contracts.registry.RegistryApi.VersionView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Stands in for the registry: versions made of the files of a folder, and their artifacts.
public final class FakeRegistry implements AutoCloseable {

    private static final String VERSIONS = "/v1/registry/models/";
    private static final String ARTIFACTS = "/v1/registry/artifacts/";

    private final Map<String, VersionView> versions = new ConcurrentHashMap<>();
    private final Map<String, byte[]> artifacts = new ConcurrentHashMap<>();
    private final AtomicInteger downloads = new AtomicInteger();
    private final HttpServer server;

    public FakeRegistry() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext(
                    VERSIONS,
                    exchange -> answer(
                            exchange,
                            json(versions.get(exchange.getRequestURI().getPath().substring(VERSIONS.length())))));
            server.createContext(ARTIFACTS, exchange -> {
                downloads.incrementAndGet();
                answer(
                        exchange,
                        artifacts.get(exchange.getRequestURI().getPath().substring(ARTIFACTS.length())));
            });
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public int downloads() {
        return downloads.get();
    }

    /// Registers the files of a folder.
    public void register(String model, String version, Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<ArtifactFile> stored = files.map(this::store).toList();
            versions.put(model + "/" + version, view(model, version, stored));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// From now on the artifact of a file gives other bytes.
    public void damage(Path file, byte[] bytes) {
        artifacts.put(store(file).digest(), bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private ArtifactFile store(Path file) {
        try {
            byte[] content = Files.readAllBytes(file);
            String digest = "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
            artifacts.put(digest, content);
            return new ArtifactFile(file.getFileName().toString(), digest, content.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static VersionView view(String model, String version, List<ArtifactFile> files) {
        return new VersionView(
                model,
                version,
                Stage.approved,
                "graft-tiny",
                null,
                Map.of(),
                Map.of(),
                JsonNodeFactory.instance.objectNode(),
                Map.of(),
                files,
                "sha256:" + "0".repeat(64),
                List.of(),
                null,
                null,
                List.of(),
                Instant.EPOCH);
    }

    private static byte @Nullable [] json(@Nullable VersionView view) throws IOException {
        return view == null ? null : ContractJson.mapper().writeValueAsBytes(view);
    }

    private static void answer(HttpExchange exchange, byte @Nullable [] body) throws IOException {
        byte[] bytes = body == null
                ? ContractJson.mapper()
                        .writeValueAsBytes(new ProblemDetail(
                                "t", "Not found", 404, "no such version", null, "not_found", List.of()))
                : body;
        exchange.sendResponseHeaders(body == null ? 404 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
