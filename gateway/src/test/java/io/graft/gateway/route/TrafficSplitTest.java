package io.graft.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.contracts.ProblemDetail.FieldError;
import io.graft.contracts.inference.InferenceApi.Share;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrafficSplitTest {

    @Test
    void shares_take_the_buckets_in_their_order() {
        TrafficSplit split = split(new Share("1.0.0", 90), new Share("1.1.0", 10));

        assertThat(split.versionOf(0)).isEqualTo("1.0.0");
        assertThat(split.versionOf(89)).isEqualTo("1.0.0");
        assertThat(split.versionOf(90)).isEqualTo("1.1.0");
        assertThat(split.versionOf(99)).isEqualTo("1.1.0");
    }

    @Test
    void who_has_the_candidate_keeps_it_when_its_share_grows() {
        TrafficSplit before = split(new Share("1.0.0", 90), new Share("1.1.0", 10));
        TrafficSplit after = split(new Share("1.0.0", 50), new Share("1.1.0", 50));

        assertThat(IntStream.range(0, TrafficSplit.BUCKETS)
                        .filter(bucket -> before.versionOf(bucket).equals("1.1.0")))
                .allMatch(bucket -> after.versionOf(bucket).equals("1.1.0"));
    }

    @Test
    void a_version_without_weight_gets_nothing() {
        TrafficSplit split = split(new Share("1.0.0", 0), new Share("1.1.0", 100));

        assertThat(split.versionOf(0)).isEqualTo("1.1.0");
    }

    @Test
    void every_fault_is_told_with_its_field_and_value() {
        List<Share> shares = List.of(new Share("1", 60), new Share("1", 60), new Share(" ", -1));

        assertThat(TrafficSplit.faults("a@b", shares))
                .containsExactly(
                        new FieldError("model", "must match [A-Za-z0-9][A-Za-z0-9._-]{0,127}, is a@b"),
                        new FieldError("shares[1].version", "must not be there twice: 1"),
                        new FieldError("shares[2].version", "must be a version like 1.2.0, is  "),
                        new FieldError("shares[2].weight", "must be from 0 to 100, is -1"),
                        new FieldError("shares", "weights must sum to 100, sum to 119"));
        assertThat(TrafficSplit.faults("a", List.of()))
                .containsExactly(new FieldError("shares", "must be 1 to 20, are 0"));
    }

    private static TrafficSplit split(Share... shares) {
        return new TrafficSplit("m", List.of(shares), 1);
    }
}
