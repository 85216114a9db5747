package io.graft.training.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.contracts.worker.WorkerReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReconciliationTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Reconciliation RULE =
            new Reconciliation(3, Duration.ofSeconds(60), Duration.ofMinutes(3), START);

    private final TrainingRun launched =
            TestRuns.queued("{\"deadline_seconds\":1000}").launching(START);
    private final TrainingRun running = launched.started(new WorkerReport.Started(10, 0), START);

    @Test
    void a_live_worker_is_left_alone() {
        assertThat(decide(running, WorkerSighting.ALIVE, 5)).isInstanceOf(Decision.Wait.class);
    }

    @Test
    void a_dead_worker_is_replaced() {
        assertThat(decide(running, WorkerSighting.GONE, 5))
                .isEqualTo(new Decision.Relaunch("worker 1 ended without a final report"));
    }

    @Test
    void the_third_dead_worker_fails_the_run_with_the_end_of_its_log() {
        TrainingRun third = running.launching(START).launching(START);

        Decision decision = RULE.decide(third, WorkerSighting.GONE, List.of("a", "boom"), START.plusSeconds(5));

        assertThat(decision).isInstanceOfSatisfying(Decision.Fail.class, fail -> {
            assertThat(fail.problem().code()).isEqualTo("worker_died");
            assertThat(fail.problem().detail()).contains("worker 3").endsWith("a\nboom");
        });
    }

    @Test
    void a_worker_of_which_no_process_is_known_counts_as_dead_once_it_was_silent_too_long() {
        assertThat(decide(launched, WorkerSighting.UNKNOWN, 179)).isInstanceOf(Decision.Wait.class);
        assertThat(decide(launched, WorkerSighting.UNKNOWN, 181)).isInstanceOf(Decision.Relaunch.class);
    }

    @Test
    void a_worker_that_hangs_is_replaced() {
        assertThat(decide(running, WorkerSighting.ALIVE, 181))
                .isEqualTo(new Decision.Relaunch("worker 1 was silent for more than 180 s"));
    }

    @Test
    void nothing_is_silent_before_this_service_could_listen() {
        Reconciliation later =
                new Reconciliation(3, Duration.ofSeconds(60), Duration.ofMinutes(3), START.plusSeconds(900));

        assertThat(later.decide(running, WorkerSighting.ALIVE, List.of(), START.plusSeconds(950)))
                .isInstanceOf(Decision.Wait.class);
    }

    @Test
    void a_deadline_fails_the_run() {
        assertThat(decide(running, WorkerSighting.ALIVE, 1001))
                .isInstanceOfSatisfying(
                        Decision.Fail.class,
                        fail -> assertThat(fail.problem().detail())
                                .isEqualTo("not done after 1000 s (deadline_seconds), at step 0 of 10"));
    }

    @Test
    void a_stopping_run_is_cancelled_when_its_worker_is_gone_or_takes_too_long() {
        TrainingRun stopping = running.stopRequested(START);

        assertThat(decide(stopping, WorkerSighting.ALIVE, 59)).isInstanceOf(Decision.Wait.class);
        assertThat(decide(stopping, WorkerSighting.GONE, 1)).isEqualTo(new Decision.Cancel("stopped"));
        assertThat(decide(stopping, WorkerSighting.ALIVE, 61)).isInstanceOf(Decision.Cancel.class);
    }

    private static Decision decide(TrainingRun run, WorkerSighting seen, long seconds) {
        return RULE.decide(run, seen, List.of(), START.plusSeconds(seconds));
    }
}
