package io.graft.localstack.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.localstack.supervisor.ComponentState.BackingOff;
import io.graft.localstack.supervisor.ComponentState.Failed;
import io.graft.localstack.supervisor.ComponentState.Ready;
import io.graft.localstack.supervisor.ComponentState.Starting;
import io.graft.localstack.supervisor.ComponentState.Waiting;
import io.graft.localstack.supervisor.Decision.Act;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UpkeepTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Upkeep upkeep = new Upkeep(Duration.ofSeconds(90));

    @Test
    void what_misses_something_waits_for_it() {
        Decision decision = upkeep.decide(new Waiting(Set.of()), seen(NOON, false, false, "kafka"));
        assertThat(decision).isEqualTo(Decision.stay(new Waiting(Set.of("kafka"))));
    }

    @Test
    void what_misses_nothing_is_launched() {
        Decision decision = upkeep.decide(new Waiting(Set.of("kafka")), seen(NOON, false, false));
        assertThat(decision).isEqualTo(new Decision(Act.LAUNCH, new Starting(NOON, 0)));
    }

    @Test
    void what_answers_is_ready() {
        Decision decision = upkeep.decide(new Starting(NOON.minusSeconds(3), 1), seen(NOON, true, true));
        assertThat(decision).isEqualTo(Decision.stay(new Ready(NOON, 1, Optional.empty())));
    }

    @Test
    void what_ends_while_it_starts_backs_off_longer_each_time() {
        assertThat(backOffAfter(0)).isEqualTo(Duration.ofMillis(500));
        assertThat(backOffAfter(1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(backOffAfter(4)).isEqualTo(Duration.ofSeconds(8));
        assertThat(backOffAfter(50)).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void what_does_not_get_ready_in_time_is_killed_and_tried_again() {
        Decision decision = upkeep.decide(new Starting(NOON.minusSeconds(91), 0), seen(NOON, true, false));
        assertThat(decision.act()).isEqualTo(Act.KILL);
        assertThat(decision.next()).isInstanceOf(BackingOff.class);
    }

    @Test
    void what_backs_off_is_launched_when_it_is_due_and_not_before() {
        BackingOff state = new BackingOff(NOON, 3, "ended");
        assertThat(upkeep.decide(state, seen(NOON.minusMillis(1), false, false)))
                .isEqualTo(Decision.stay(state));
        assertThat(upkeep.decide(state, seen(NOON, false, false)))
                .isEqualTo(new Decision(Act.LAUNCH, new Starting(NOON, 3)));
        assertThat(upkeep.decide(state, seen(NOON, false, false, "postgres"))).isEqualTo(Decision.stay(state));
    }

    @Test
    void what_worked_for_a_while_and_ends_counts_from_one_again() {
        Decision decision =
                upkeep.decide(new Ready(NOON.minusSeconds(61), 5, Optional.empty()), seen(NOON, false, false));
        assertThat(decision).isEqualTo(Decision.stay(new BackingOff(NOON.plusMillis(500), 1, "ended")));
    }

    @Test
    void what_ends_soon_after_it_was_ready_counts_on() {
        Decision decision =
                upkeep.decide(new Ready(NOON.minusSeconds(2), 1, Optional.empty()), seen(NOON, false, false));
        assertThat(decision).isEqualTo(Decision.stay(new BackingOff(NOON.plusSeconds(1), 2, "ended")));
    }

    @Test
    void what_is_silent_for_a_while_is_left_alone_and_killed_when_it_stays_silent() {
        Ready ready = new Ready(NOON.minusSeconds(600), 0, Optional.empty());
        Decision first = upkeep.decide(ready, seen(NOON, true, false));
        assertThat(first).isEqualTo(Decision.stay(new Ready(ready.since(), 0, Optional.of(NOON))));
        Decision later = upkeep.decide(first.next(), seen(NOON.plusSeconds(121), true, false));
        assertThat(later.act()).isEqualTo(Act.KILL);
        Decision recovered = upkeep.decide(first.next(), seen(NOON.plusSeconds(60), true, true));
        assertThat(recovered).isEqualTo(Decision.stay(ready));
    }

    @Test
    void what_failed_waits_for_a_person() {
        Failed failed = new Failed("the data is from another version");
        assertThat(upkeep.decide(failed, seen(NOON, false, false))).isEqualTo(Decision.stay(failed));
    }

    private Duration backOffAfter(int attempt) {
        Decision decision = upkeep.decide(new Starting(NOON, attempt), seen(NOON, false, false));
        BackingOff state = (BackingOff) decision.next();
        assertThat(state.attempt()).isEqualTo(attempt + 1);
        return Duration.between(NOON, state.until());
    }

    private static Observation seen(Instant now, boolean alive, boolean reacts, String... missing) {
        return new Observation(now, alive, reacts, Set.of(missing));
    }
}
