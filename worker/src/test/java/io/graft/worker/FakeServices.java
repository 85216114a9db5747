package io.graft.worker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.graft.contracts.ArtifactFile;
import io.graft.contracts.ContractJson;
import io.graft.contracts.worker.WorkerReport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// A registry's artifact store, a service that hears reports and a trace collector, all on one free port.
public final class FakeServices implements AutoCloseable {

    public static final String TOKEN = "secret-of-this-attempt";

    private final HttpServer server;
    private final Map<String, byte[]> artifacts = new ConcurrentHashMap<>();
    private final List<WorkerReport> reports = new CopyOnWriteArrayList<>();
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private final List<byte[]> spans = new CopyOnWriteArrayList<>();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean stop;
    private volatile int reportStatus = 200;

    public FakeServices() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/registry/artifacts", this::artifacts);
        server.createContext("/reports", this::reports);
        server.createContext("/v1/traces", this::traces);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public String reportUrl() {
        return url() + "/reports";
    }

    /// Puts content into the store.
    public ArtifactFile keep(String path, byte[] content) {
        String digest = digest(content);
        artifacts.put(digest, content);
        return new ArtifactFile(path, digest, content.length);
    }

    public ArtifactFile keep(Path file) throws IOException {
        return keep(String.valueOf(file.getFileName()), Files.readAllBytes(file));
    }

    /// Lets the store answer other bytes than were kept.
    public void corrupt(ArtifactFile artifact) {
        artifacts.put(artifact.digest(), "something else".getBytes(StandardCharsets.UTF_8));
    }

    public boolean has(ArtifactFile artifact) {
        return artifacts.containsKey(artifact.digest());
    }

    public List<WorkerReport> reports() {
        return List.copyOf(reports);
    }

    public <T extends WorkerReport> Optional<T> report(Class<T> type) {
        return reports.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    public List<String> tokens() {
        return List.copyOf(tokens);
    }

    /// Bodies of OTLP requests.
    public List<byte[]> spans() {
        return List.copyOf(spans);
    }

    /// From now on every answer says to stop.
    public void tellToStop() {
        stop = true;
    }

    /// From now on reports are answered with this status.
    public void answerReportsWith(int status) {
        reportStatus = status;
    }

    /// Reports that were answered with an error.
    public int refused() {
        return refused.get();
    }

    private void reports(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (reportStatus != 200) {
            refused.incrementAndGet();
            String problem = "{\"type\":\"about:blank\",\"title\":\"no\",\"status\":%d,\"code\":\"no\",\"errors\":[]}"
                    .formatted(reportStatus);
            answer(exchange, reportStatus, problem.getBytes(StandardCharsets.UTF_8));
            return;
        }
        tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        reports.add(ContractJson.mapper().readValue(body, WorkerReport.class));
        answer(exchange, 200, ContractJson.mapper().writeValueAsBytes(new WorkerReport.Command(stop)));
    }

    private void artifacts(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (exchange.getRequestMethod().equals("POST")) {
            ArtifactFile kept = keep("uploaded", exchange.getRequestBody().readAllBytes());
            String json = "{\"digest\":\"" + kept.digest() + "\",\"size\":" + kept.size() + "}";
            answer(exchange, 201, json.getBytes(StandardCharsets.UTF_8));
            return;
        }
        byte[] content = artifacts.get(path.substring(path.lastIndexOf('/') + 1));
        if (content == null) {
            answer(exchange, 404, new byte[0]);
        } else {
            answer(exchange, 200, content);
        }
    }

    private void traces(HttpExchange exchange) throws IOException {
        spans.add(exchange.getRequestBody().readAllBytes());
        answer(exchange, 200, new byte[0]);
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        boolean bodiless = exchange.getRequestMethod().equals("HEAD") || body.length == 0;
        exchange.sendResponseHeaders(status, bodiless ? -1 : body.length);
        if (!bodiless) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
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

    @Override
    public void close() {
        server.stop(0);
    }
}
