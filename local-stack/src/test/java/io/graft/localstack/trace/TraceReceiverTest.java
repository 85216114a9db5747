package io.graft.localstack.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.graft.localstack.Await;
import io.graft.localstack.TestPrograms;
import io.graft.localstack.http.LoopbackServer;
import io.graft.localstack.postgres.Databases;
import io.graft.localstack.postgres.Durability;
import io.graft.localstack.postgres.PostgresServer;
import io.graft.localstack.process.FreePorts;
import io.graft.localstack.process.Launch;
import io.graft.localstack.process.Probe;
import io.graft.localstack.process.Processes;
import io.graft.localstack.supervisor.StackJson;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceReceiverTest {

    @TempDir
    static Path folder;

    private static PostgresServer postgres;
    private static TraceReceiver receiver;
    private static LoopbackServer server;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws IOException {
        postgres = new PostgresServer(
                TestPrograms.postgres(),
                folder,
                folder.resolve("postgres.log"),
                FreePorts.find(1).getFirst(),
                Durability.FORGETFUL);
        receiver = TraceReceiver.start(postgres.databases(), StackJson.mapper(), Clock.systemUTC());
        server = LoopbackServer.start(0, receiver.routes(), "token");
        postgres.prepare();
        Launch launch = postgres.launch();
        Probe.await(postgres.probe(), Processes.startUnrecorded(launch), launch, Duration.ofSeconds(60));
    }

    @AfterAll
    static void stop() {
        server.close();
        receiver.close();
        postgres.running().ifPresent(postgres::stop);
    }

    @Test
    void spans_that_were_sent_are_shown_with_all_that_was_said_of_them() throws Exception {
        String trace = "0af7651916cd43dd8448eb211c80319c";
        assertThat(post(export(trace, "b7ad6b7169203331", "run-1"), false)).isEqualTo(200);
        Await.until("the span is stored", () -> status("/traces/" + trace) == 200);
        String body = get("/traces/" + trace).body();
        assertThat(body)
                .contains("\"service\":\"training-service\"", "\"name\":\"train\"", "\"graft.run_id\":\"run-1\"")
                .contains("\"error\":true", "\"status_message\":\"out of memory\"", "\"epoch\":3");
    }

    @Test
    void packed_requests_are_understood_and_repeated_spans_are_kept_once() throws Exception {
        String trace = "1af7651916cd43dd8448eb211c80319c";
        byte[] request = export(trace, "b7ad6b7169203332", "run-2");
        assertThat(post(request, true)).isEqualTo(200);
        assertThat(post(request, true)).isEqualTo(200);
        Await.until("the span is stored", () -> status("/traces/" + trace) == 200);
        SpanStore store = new SpanStore(postgres.databases().dataSource(TraceReceiver.DATABASE), StackJson.mapper());
        assertThat(store.ofTrace(trace)).hasSize(1);
    }

    @Test
    void traces_are_found_by_an_attribute_that_is_text_or_a_number() throws Exception {
        String trace = "2af7651916cd43dd8448eb211c80319c";
        post(export(trace, "b7ad6b7169203333", "run 3/ä"), false);
        Await.until("the span is stored", () -> status("/traces/" + trace) == 200);
        assertThat(get("/traces?attribute=graft.run_id&value=run%203%2F%C3%A4").body())
                .isEqualTo("[\"" + trace + "\"]");
        assertThat(get("/traces?attribute=epoch&value=3").body()).contains(trace);
        assertThat(get("/traces?attribute=graft.run_id&value=nothing").body()).isEqualTo("[]");
        assertThat(status("/traces?value=3")).isEqualTo(400);
    }

    @Test
    void old_spans_go_and_young_ones_stay() throws Exception {
        Databases databases = postgres.databases();
        databases.ensure("old_spans");
        SpanStore store = new SpanStore(databases.dataSource("old_spans"), StackJson.mapper());
        store.prepare();
        store.prepare();
        List<Span> spans = OtlpTraces.parse(export("3af7651916cd43dd8448eb211c80319c", "b7ad6b7169203334", "run-4"));
        store.add(spans);
        Instant start = spans.getFirst().start();
        assertThat(store.deleteBefore(start)).isZero();
        assertThat(store.deleteBefore(start.plusSeconds(1))).isEqualTo(1);
    }

    @Test
    void what_is_no_export_request_is_refused() throws Exception {
        assertThat(post(new byte[] {1, 2, 3}, false)).isEqualTo(400);
        assertThat(post(new byte[17 * 1024 * 1024], true)).isEqualTo(413);
        assertThat(status("/traces/ffffffffffffffffffffffffffffffff")).isEqualTo(404);
        assertThat(status("/v1/metrics")).isEqualTo(404);
        assertThat(status("/v1/traces")).isEqualTo(405);
        assertThatThrownBy(() -> OtlpTraces.parse(new byte[] {1})).isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] export(String traceId, String spanId, String runId) {
        long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        var span = io.opentelemetry.proto.trace.v1.Span.newBuilder()
                .setTraceId(ByteString.copyFrom(HexFormat.of().parseHex(traceId)))
                .setSpanId(ByteString.copyFrom(HexFormat.of().parseHex(spanId)))
                .setName("train")
                .setKind(io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_INTERNAL)
                .setStartTimeUnixNano(now)
                .setEndTimeUnixNano(now + 1_000_000)
                .setStatus(Status.newBuilder()
                        .setCode(Status.StatusCode.STATUS_CODE_ERROR)
                        .setMessage("out of memory"))
                .addAttributes(text("graft.run_id", runId))
                .addAttributes(KeyValue.newBuilder()
                        .setKey("epoch")
                        .setValue(AnyValue.newBuilder().setIntValue(3)));
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(Resource.newBuilder().addAttributes(text("service.name", "training-service")))
                        .addScopeSpans(ScopeSpans.newBuilder().addSpans(span)))
                .build()
                .toByteArray();
    }

    private static KeyValue text(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    private int post(byte[] body, boolean packed) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(address("/v1/traces"))
                .header("Content-Type", "application/x-protobuf")
                .POST(BodyPublishers.ofByteArray(packed ? pack(body) : body));
        if (packed) {
            request.header("Content-Encoding", "gzip");
        }
        return http.send(request.build(), BodyHandlers.discarding()).statusCode();
    }

    private static byte[] pack(byte[] body) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(body);
        }
        return packed.toByteArray();
    }

    private int status(String path) {
        try {
            return get(path).statusCode();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("GET " + path, e);
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(address(path)).build(), BodyHandlers.ofString());
    }

    private static URI address(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }
}
