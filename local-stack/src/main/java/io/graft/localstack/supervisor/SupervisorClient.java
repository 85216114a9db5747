package io.graft.localstack.supervisor;

import com.fasterxml.jackson.core.type.TypeReference;
import io.graft.localstack.http.LoopbackServer;
import io.graft.localstack.trace.Span;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Talks to a running supervisor.
public final class SupervisorClient {

    private static final int CONNECT_MILLIS = 2000;
    private static final int READ_MILLIS = 20_000;

    private final int port;
    private final String token;

    SupervisorClient(int port, String token) {
        this.port = port;
        this.token = token;
    }

    /// How everything is; empty when the supervisor does not answer (yet, or any more).
    public Optional<StackStatus> status() {
        try {
            return get("/status").map(body -> read(body, new TypeReference<StackStatus>() {}));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// Asks it to start what is missing.
    public void refresh() {
        post("/up");
    }

    /// Asks it to stop everything, and itself.
    public void stop() {
        post("/stop");
    }

    /// Asks it to end and leave everything running, for its successor to take over.
    public void leave() {
        post("/leave");
    }

    /// The spans of a trace; none for an unknown one.
    public List<Span> trace(String traceId) throws IOException {
        return get("/traces/" + encode(traceId))
                .map(body -> read(body, new TypeReference<List<Span>>() {}))
                .orElse(List.of());
    }

    /// The traces with a span that has this attribute, latest first.
    public List<String> tracesWith(String attribute, String value) throws IOException {
        return get("/traces?attribute=" + encode(attribute) + "&value=" + encode(value))
                .map(body -> read(body, new TypeReference<List<String>>() {}))
                .orElse(List.of());
    }

    private Optional<byte[]> get(String path) throws IOException {
        HttpURLConnection connection = open(path);
        try {
            int status = connection.getResponseCode();
            if (status == HttpURLConnection.HTTP_NOT_FOUND) {
                return Optional.empty();
            }
            if (status != HttpURLConnection.HTTP_OK) {
                throw new IOException("the supervisor answers " + status + " to GET " + path);
            }
            try (InputStream in = connection.getInputStream()) {
                return Optional.of(in.readAllBytes());
            }
        } finally {
            connection.disconnect();
        }
    }

    private void post(String path) {
        try {
            HttpURLConnection connection = open(path);
            connection.setRequestMethod("POST");
            connection.setRequestProperty(LoopbackServer.TOKEN_HEADER, token);
            int status = connection.getResponseCode();
            connection.disconnect();
            if (status != HttpURLConnection.HTTP_ACCEPTED) {
                throw new IllegalStateException("the supervisor answers " + status + " to POST " + path);
            }
        } catch (IOException e) {
            throw new IllegalStateException("the supervisor does not answer POST " + path, e);
        }
    }

    private HttpURLConnection open(String path) throws IOException {
        URI address = URI.create("http://127.0.0.1:" + port + path);
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        return connection;
    }

    private static <T> T read(byte[] body, TypeReference<T> type) {
        try {
            return StackJson.mapper().readValue(body, type);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the supervisor's answer cannot be read: " + new String(body, StandardCharsets.UTF_8), e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
