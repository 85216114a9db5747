package io.graft.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.graft.contracts.ContractJson;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Stands in for the model server: answers `<model> says <prompt>`, fails, breaks off or is away as it is told.
public final class FakeModelServer implements AutoCloseable {

    /// How a model behaves.
    public enum Mood {
        FAILS,
        BUSY,
        STARTING,
        UNKNOWN,
        REFUSES,
        BREAKS_OFF,
        TELLS_AN_ERROR,
        NEVER_ENDS,
        BABBLES,
        HANGS_UP
    }

    private static final Pattern WORDS = Pattern.compile("(?<= )");

    private final int port;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Collection<JsonNode> requests = new ConcurrentLinkedQueue<>();
    private final ConcurrentHashMap<String, Mood> moods = new ConcurrentHashMap<>();
    private final Set<String> cutOff = ConcurrentHashMap.newKeySet();
    private HttpServer server;

    public FakeModelServer(int port) {
        this.port = port;
        this.server = start();
    }

    private HttpServer start() {
        try {
            HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            started.createContext("/v1/models", exchange -> json(exchange, 200, models()));
            started.createContext("/v1/chat/completions", this::complete);
            started.createContext("/v1/completions", this::complete);
            started.createContext("/v1/embeddings", this::complete);
            started.setExecutor(threads);
            started.start();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("port " + port, e);
        }
    }

    public void stop() {
        server.stop(0);
    }

    public void restart() {
        server = start();
    }

    public void mood(String model, Mood mood) {
        moods.put(model, mood);
    }

    public void cheerUp(String model) {
        moods.remove(model);
    }

    /// The bodies of the requests for a model.
    public List<JsonNode> requests(String model) {
        return requests.stream()
                .filter(body -> body.path("model").asText().equals(model))
                .toList();
    }

    /// Waits until a model was asked.
    public void awaitRequest(String model) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (requests(model).isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("nobody asked " + model);
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        stop();
        threads.shutdownNow();
    }

    private static String models() {
        return """
                {"object":"list","data":[
                 {"id":"graft-tiny","object":"model","created":1,"owned_by":"graft","root":"graft-tiny"},
                 {"id":"listed@1.0.0","object":"model","created":2,"owned_by":"graft","root":"graft-tiny",
                  "parent":"graft-tiny"}]}""";
    }

    /// Whether an answer of this model that never ends was cut off by its reader.
    public boolean wasCutOff(String model) {
        return cutOff.contains(model);
    }

    private void complete(HttpExchange exchange) throws IOException {
        JsonNode body = ContractJson.mapper().readTree(exchange.getRequestBody());
        requests.add(body);
        String model = body.path("model").asText();
        Mood mood = moods.get(model);
        if (mood != null
                && Set.of(Mood.FAILS, Mood.BUSY, Mood.STARTING, Mood.UNKNOWN, Mood.REFUSES)
                        .contains(mood)) {
            refuse(exchange, mood);
        } else if (body.path("stream").asBoolean()) {
            stream(exchange, body, mood);
        } else if (mood == Mood.HANGS_UP) {
            exchange.close();
        } else {
            json(exchange, 200, answer(body));
        }
    }

    private static void refuse(HttpExchange exchange, Mood mood) throws IOException {
        int status = switch (mood) {
            case BUSY -> 429;
            case STARTING -> 503;
            case UNKNOWN -> 404;
            case REFUSES -> 422;
            default -> 500;
        };
        exchange.getResponseHeaders().set("Retry-After", "7");
        json(exchange, status, "{\"title\":\"%s\",\"status\":%d,\"code\":\"%s\"}".formatted(mood, status, mood.name()));
    }

    private static String says(JsonNode body) {
        String prompt = body.has("prompt")
                ? body.path("prompt").asText()
                : body.path("messages").path(0).path("content").asText();
        return body.path("model").asText() + " says " + prompt;
    }

    private static String answer(JsonNode body) {
        ObjectNode answer = ContractJson.mapper().createObjectNode();
        answer.put("id", "1").put("model", "whatever");
        if (body.has("input")) {
            answer.putArray("data")
                    .addObject()
                    .put("index", 0)
                    .putArray("embedding")
                    .add(0.6f)
                    .add(-0.8f);
            return answer.toString();
        }
        ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
        if (body.has("prompt")) {
            choice.put("text", says(body));
        } else {
            choice.putObject("message").put("role", "assistant").put("content", says(body));
        }
        return answer.toString();
    }

    private void stream(HttpExchange exchange, JsonNode body, @Nullable Mood mood) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        for (String word : WORDS.splitAsStream(says(body)).toList()) {
            event(out, chunk(word));
        }
        if (mood == Mood.NEVER_ENDS) {
            goOn(out, body.path("model").asText());
        }
        if (mood == Mood.HANGS_UP) {
            throw new IOException("the connection breaks, as the handler ends without the stream's end");
        }
        if (mood == Mood.BABBLES) {
            event(out, "{babble");
        }
        if (mood == Mood.TELLS_AN_ERROR) {
            event(out, "{\"error\":{\"message\":\"out of thought\"}}");
        } else if (mood != Mood.BREAKS_OFF) {
            event(out, "[DONE]");
        }
        out.close();
    }

    private void goOn(OutputStream out, String model) throws IOException {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                event(out, chunk("and "));
            }
        } catch (IOException e) {
            cutOff.add(model);
            throw e;
        }
    }

    private static String chunk(String word) {
        ObjectNode chunk = ContractJson.mapper().createObjectNode();
        chunk.put("id", "1").put("model", "whatever");
        chunk.putArray("choices").addObject().putObject("delta").put("content", word);
        return chunk.toString();
    }

    private static void event(OutputStream out, String data) throws IOException {
        out.write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static void json(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
