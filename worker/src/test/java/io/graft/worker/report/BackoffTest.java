package io.graft.worker.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(15), Duration.ofHours(1));

    @Test
    void pauses_double_up_to_the_longest() {
        assertThat(backoff.pause(1)).isEqualTo(Duration.ofMillis(500));
        assertThat(backoff.pause(3)).isEqualTo(Duration.ofSeconds(2));
        assertThat(backoff.pause(100_000)).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void patience_ends() {
        assertThat(backoff.goesOn(Duration.ofMinutes(59))).isTrue();
        assertThat(backoff.goesOn(Duration.ofMinutes(60))).isFalse();
    }
}
