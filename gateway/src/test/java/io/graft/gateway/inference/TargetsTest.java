package io.graft.gateway.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TargetsTest {

    @Test
    void sticky_keys_spread_evenly_over_the_buckets() {
        long low = IntStream.range(0, 10_000)
                .map(i -> Targets.bucket("desk", "user-" + i))
                .filter(bucket -> bucket < 10)
                .count();

        assertThat(low).isBetween(900L, 1100L);
    }

    @Test
    void a_key_has_its_bucket_for_ever() {
        assertThat(Targets.bucket("desk", "ann")).isEqualTo(Targets.bucket("desk", "ann"));
        assertThat(IntStream.range(0, 20)
                        .map(i -> Targets.bucket("model-" + i, "ann"))
                        .distinct()
                        .count())
                .isGreaterThan(10);
    }

    @Test
    void a_name_is_a_pinned_version_or_the_base() {
        assertThat(Target.asNamed("desk@1.0.0")).isEqualTo(new Target("desk", "1.0.0", "desk@1.0.0", false));
        assertThat(Target.asNamed("graft-tiny")).isEqualTo(new Target("graft-tiny", "base", "graft-tiny", false));
        assertThat(Target.asNamed("@x")).isEqualTo(new Target("@x", "base", "@x", false));
    }

    @Test
    void a_text_is_cut_between_characters() {
        assertThat(Recorder.cut("häuser", 100)).isEqualTo("häuser");
        assertThat(Recorder.cut("häuser", 2)).isEqualTo("h");
        assertThat(Recorder.cut("a\0b", 100)).isEqualTo("ab");
    }
}
