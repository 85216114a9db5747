package io.graft.registry.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.contracts.registry.RegistryApi.Evidence;
import io.graft.contracts.registry.RegistryApi.Lineage;
import io.graft.contracts.registry.RegistryApi.LineageEdge;
import io.graft.contracts.registry.RegistryApi.LineageGraph;
import io.graft.contracts.registry.RegistryApi.LineageNode;
import io.graft.contracts.registry.RegistryApi.Stage;
import io.graft.registry.rollout.Rollout;
import io.graft.registry.version.TestVersions;
import io.graft.registry.version.Version;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class GraphDrawingTest {

    private static final UUID RUN = new UUID(0, 1);
    private static final UUID BENCHMARK = new UUID(0, 2);
    private static final UUID ROLLOUT = new UUID(0, 3);

    private final Version first = TestVersions.version(1, "1.0.0", Stage.archived, null);
    private final Version second = TestVersions.version(
            2,
            "1.1.0",
            Stage.production,
            new Lineage(RUN, "banking", "abc", "labelled", "t", "e", "1.0.0", "b", "trace"));

    @Test
    void a_trained_version_is_told_from_its_data_to_its_rollout() {
        LineageGraph graph = new GraphDrawing()
                .versions(List.of(first, second))
                .evidence(List.of(first, second), Map.of(2L, List.of(evidence("base"), evidence("candidate"))))
                .rollouts(
                        List.of(first, second),
                        List.of(new Rollout(ROLLOUT, 2, "promoted", "good", Instant.EPOCH, Instant.EPOCH)))
                .graph();
        assertThat(graph.nodes())
                .extracting(LineageNode::id)
                .containsExactlyInAnyOrder(
                        "version:1.0.0",
                        "version:1.1.0",
                        "base_model:graft-tiny",
                        "dataset:banking@abc",
                        "training_run:" + RUN,
                        "benchmark_run:" + BENCHMARK,
                        "rollout:" + ROLLOUT);
        assertThat(graph.edges())
                .containsExactlyInAnyOrder(
                        new LineageEdge("version:1.0.0", "base_model:graft-tiny", "based_on"),
                        new LineageEdge("training_run:" + RUN, "base_model:graft-tiny", "based_on"),
                        new LineageEdge("training_run:" + RUN, "dataset:banking@abc", "used"),
                        new LineageEdge("training_run:" + RUN, "version:1.1.0", "made"),
                        new LineageEdge("version:1.0.0", "version:1.1.0", "continued_as"),
                        new LineageEdge("version:1.1.0", "benchmark_run:" + BENCHMARK, "judged_by"),
                        new LineageEdge("version:1.1.0", "rollout:" + ROLLOUT, "rolled_out_by"));
    }

    @Test
    void a_version_registered_by_hand_stands_on_its_base_model_alone() {
        LineageGraph graph = new GraphDrawing().versions(List.of(first)).graph();
        assertThat(graph.nodes()).hasSize(2);
        assertThat(graph.edges())
                .containsExactly(new LineageEdge("version:1.0.0", "base_model:graft-tiny", "based_on"));
    }

    private static Evidence evidence(String subject) {
        return new Evidence(BENCHMARK, subject, "m", "dataset:banking", Map.of(), 1, Instant.EPOCH);
    }
}
