package io.graft.localstack.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TraceTreeTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void a_trace_reads_like_the_story_of_a_run() {
        List<Span> spans = List.of(
                span("c", "b", 1200, "model-registry", "register", Duration.ofMillis(7)),
                span("a", "", 0, "training-service", "POST /v1/training/start", Duration.ofMillis(41)),
                span("d", "a", 1900, "deployer", "roll out", Duration.ofSeconds(125)),
                span("b", "a", 30, "worker", "train", Duration.ofMillis(1234)),
                failed(span("e", "d", 2000, "gateway", "PUT route", Duration.ofNanos(1_500_000)), "no route\nat all"));
        assertThat(TraceTree.of(spans).lines())
                .containsExactly(
                        "training-service  POST /v1/training/start       41 ms",
                        "├─ worker  train                               1.23 s",
                        "│  └─ model-registry  register                 7.0 ms",
                        "└─ deployer  roll out                       2 min 5 s",
                        "   └─ gateway  PUT route                       1.5 ms  ! no route");
    }

    @Test
    void a_span_whose_parent_never_arrived_is_a_root() {
        TraceTree tree = TraceTree.of(List.of(
                span("b", "lost", 5, "worker", "train", Duration.ZERO), span("a", "", 9, "x", "y", Duration.ZERO)));
        assertThat(tree.roots()).extracting(node -> node.span().spanId()).containsExactly("b", "a");
    }

    @Test
    void spans_that_name_each_other_as_parents_are_all_shown_once() {
        TraceTree tree = TraceTree.of(List.of(
                span("a", "b", 1, "x", "first", Duration.ZERO),
                span("b", "a", 2, "x", "second", Duration.ZERO),
                span("c", "c", 3, "x", "own parent", Duration.ZERO)));
        assertThat(tree.lines()).hasSize(3);
        assertThat(tree.roots()).extracting(node -> node.span().spanId()).containsExactly("a", "c");
    }

    @Test
    void nothing_is_an_empty_tree() {
        assertThat(TraceTree.of(List.of()).lines()).isEmpty();
    }

    private static Span span(String id, String parent, long offset, String service, String name, Duration duration) {
        Instant start = NOON.plusMillis(offset);
        Optional<String> parentId = parent.isEmpty() ? Optional.empty() : Optional.of(parent);
        return new Span("t", id, parentId, service, name, "internal", start, start.plus(duration), false, "", Map.of());
    }

    private static Span failed(Span span, String message) {
        return new Span(
                span.traceId(),
                span.spanId(),
                span.parentId(),
                span.service(),
                span.name(),
                span.kind(),
                span.start(),
                span.end(),
                true,
                message,
                span.attributes());
    }
}
