package io.graft.deployer.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.contracts.inference.InferenceApi.Share;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrafficSplitTest {

    @Test
    void the_previous_version_answers_the_rest() {
        assertThat(TrafficSplit.of("2", "1", 25).shares()).containsExactly(new Share("1", 75), new Share("2", 25));
    }

    @Test
    void a_version_without_weight_has_no_share() {
        assertThat(TrafficSplit.of("2", "1", 0)).isEqualTo(TrafficSplit.all("1"));
        assertThat(TrafficSplit.of("2", "1", 100)).isEqualTo(TrafficSplit.all("2"));
        assertThat(TrafficSplit.of("2", null, 0)).isEqualTo(TrafficSplit.NOTHING);
    }

    @Test
    void order_does_not_matter() {
        TrafficSplit one = new TrafficSplit(List.of(new Share("2", 25), new Share("1", 75)));

        assertThat(one.sameAs(TrafficSplit.of("2", "1", 25))).isTrue();
        assertThat(one.sameAs(TrafficSplit.of("2", "1", 50))).isFalse();
    }

    @Test
    void the_main_version_beside_another_is_the_one_with_the_greatest_share() {
        TrafficSplit split = new TrafficSplit(List.of(new Share("1", 20), new Share("2", 50), new Share("3", 30)));

        assertThat(split.mainBeside("2")).contains("3");
        assertThat(split.mainBeside("9")).contains("2");
        assertThat(TrafficSplit.NOTHING.mainBeside("1")).isEmpty();
    }
}
