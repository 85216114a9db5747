package io.graft.localstack.trace;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import io.graft.localstack.http.Answer;
import io.graft.localstack.http.Route;
import io.graft.localstack.http.Route.Access;
import io.graft.localstack.postgres.Databases;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// Takes spans by the OpenTelemetry protocol (HTTP, protobuf) and answers questions about traces.
public final class TraceReceiver implements AutoCloseable {

    /// The database of the spans.
    public static final String DATABASE = "graft_traces";

    private static final int LARGEST_BODY = 16 * 1024 * 1024;
    private static final String PROTOBUF = "application/x-protobuf";

    private final SpanStore store;
    private final SpanQueue queue;
    private final ObjectMapper json;

    private TraceReceiver(SpanStore store, SpanQueue queue, ObjectMapper json) {
        this.store = store;
        this.queue = queue;
        this.json = json;
    }

    /// Starts to write into the databases what comes in; they need not be reachable yet.
    public static TraceReceiver start(Databases databases, ObjectMapper json, Clock clock) {
        SpanStore store = new SpanStore(databases.dataSource(DATABASE), json);
        SpanQueue queue = new SpanQueue(store, () -> databases.ensure(DATABASE), clock);
        queue.start();
        return new TraceReceiver(store, queue, json);
    }

    public List<Route> routes() {
        return List.of(
                new Route("POST", "/v1/traces", Access.OPEN, this::receive),
                new Route("GET", "/traces", Access.OPEN, this::find),
                new Route("GET", "/traces/", Access.OPEN, this::show));
    }

    @Override
    public void close() {
        queue.close();
    }

    private Answer receive(HttpExchange request) throws IOException {
        String type = request.getRequestHeaders().getFirst("Content-Type");
        if (type == null || !type.startsWith(PROTOBUF)) {
            return Answer.text(415, "spans are taken as " + PROTOBUF + ", not as " + type);
        }
        byte[] body = body(request);
        if (body.length > LARGEST_BODY) {
            return Answer.text(413, "a request may have " + LARGEST_BODY + " bytes");
        }
        return queue.offer(OtlpTraces.parse(body))
                ? new Answer(
                        200,
                        PROTOBUF,
                        ExportTraceServiceResponse.getDefaultInstance().toByteArray())
                : Answer.text(503, "too many spans wait for the database; send them again later");
    }

    /// The body, unpacked; one byte more than allowed where it is too large.
    private static byte[] body(HttpExchange request) throws IOException {
        boolean packed = "gzip".equals(request.getRequestHeaders().getFirst("Content-Encoding"));
        try (InputStream in = packed ? new GZIPInputStream(request.getRequestBody()) : request.getRequestBody()) {
            return in.readNBytes(LARGEST_BODY + 1);
        }
    }

    private Answer show(HttpExchange request) throws IOException {
        String traceId = request.getRequestURI().getPath().substring("/traces/".length());
        try {
            List<Span> spans = store.ofTrace(traceId);
            return spans.isEmpty() ? Answer.text(404, "no span of trace " + traceId) : Answer.json(json, spans);
        } catch (SQLException e) {
            throw new IOException("cannot read trace " + traceId, e);
        }
    }

    private Answer find(HttpExchange request) throws IOException {
        Map<String, String> query = query(request.getRequestURI().getRawQuery());
        String attribute = query.getOrDefault("attribute", "");
        if (attribute.isEmpty() || !query.containsKey("value")) {
            throw new IllegalArgumentException("say what to look for: /traces?attribute=graft.run_id&value=…");
        }
        try {
            return Answer.json(json, store.withAttribute(attribute, query.getOrDefault("value", "")));
        } catch (SQLException e) {
            throw new IOException("cannot look for traces with " + query, e);
        }
    }

    private static Map<String, String> query(@Nullable String raw) {
        return Stream.of(raw == null ? new String[0] : raw.split("&"))
                .map(part -> part.split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> decode(pair[0]), pair -> decode(pair[1]), (first, second) -> second));
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
