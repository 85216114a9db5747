package io.graft.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.graft.contracts.training.TrainingApi.RunState;
import io.graft.contracts.training.TrainingApi.StepMetric;
import io.graft.contracts.worker.WorkerReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainingRunTest {

    private static final Instant NOW = TestRuns.CREATED.plusSeconds(100);

    private final TrainingRun queued = TestRuns.queued("{}");
    private final TrainingRun launching = queued.launching(NOW);
    private final TrainingRun running = launching.started(new WorkerReport.Started(20, 0), NOW);

    @Test
    void a_run_goes_from_queued_to_succeeded() {
        assertThat(launching.state()).isEqualTo(RunState.launching);
        assertThat(launching.attempts()).isEqualTo(1);
        assertThat(running.state()).isEqualTo(RunState.running);

        TrainingRun done = running.succeeded(
                new WorkerReport.Trained(List.of(), Map.of("last_loss", 0.5), "sha256:x", 7), NOW.plusSeconds(9));

        assertThat(done.state()).isEqualTo(RunState.succeeded);
        assertThat(done.duration()).contains(Duration.ofSeconds(9));
        assertThat(done.progress().pct()).isEqualTo(100);
    }

    @Test
    void a_sign_of_life_before_the_start_leaves_a_run_launching() {
        TrainingRun alive = launching.progressed(new WorkerReport.Progress(0, 0, 0, 0, List.of()), NOW);

        assertThat(alive.state()).isEqualTo(RunState.launching);
        assertThat(alive.times().heardAt()).isEqualTo(NOW);
    }

    @Test
    void the_end_is_expected_at_the_pace_of_the_present_worker() {
        TrainingRun resumed = running.launching(NOW).started(new WorkerReport.Started(20, 10), NOW);
        assertThat(resumed.progress().eta(NOW)).isEmpty();

        TrainingRun later = resumed.progressed(progress(15), NOW.plusSeconds(10));

        assertThat(later.progress().eta(NOW.plusSeconds(10))).contains(NOW.plusSeconds(20));
        assertThat(later.progress().firstLoss()).isEqualTo(2.0);
    }

    @Test
    void a_queued_run_that_is_stopped_is_cancelled_at_once_and_others_at_their_next_step() {
        assertThat(queued.stopRequested(NOW).state()).isEqualTo(RunState.cancelled);
        assertThat(running.stopRequested(NOW).state()).isEqualTo(RunState.stopping);
    }

    @Test
    void a_worker_that_starts_after_the_stop_does_not_undo_it() {
        TrainingRun stopping = launching.stopRequested(NOW);

        assertThat(stopping.started(new WorkerReport.Started(20, 0), NOW).state())
                .isEqualTo(RunState.stopping);
    }

    @Test
    void an_ended_run_changes_no_more() {
        TrainingRun cancelled = queued.cancelled("no", NOW);

        assertThatIllegalStateException()
                .isThrownBy(() -> cancelled.launching(NOW))
                .withMessageContaining("is cancelled and cannot be launched");
        assertThatIllegalStateException().isThrownBy(() -> cancelled.stopRequested(NOW));
    }

    @Test
    void progress_is_announced_once_in_a_while() {
        TrainingRun progressed = running.progressed(progress(1), NOW);
        Duration every = Duration.ofSeconds(5);

        assertThat(running.announcementDue(every, NOW)).isFalse();
        assertThat(progressed.announcementDue(every, NOW)).isTrue();
        TrainingRun announced = progressed.announced(NOW);
        assertThat(announced.announcementDue(every, NOW.plusSeconds(4))).isFalse();
        assertThat(announced.announcementDue(every, NOW.plusSeconds(5))).isTrue();
    }

    @Test
    void a_run_whose_worker_could_not_be_launched_waits_for_the_next_attempt() {
        TrainingRun waiting = launching.launchFailed();

        assertThat(waiting.state()).isEqualTo(RunState.queued);
        assertThat(waiting.launching(NOW).attempts()).isEqualTo(2);
    }

    private static WorkerReport.Progress progress(int step) {
        return new WorkerReport.Progress(
                5.0 * step, 0.1, step, 20, List.of(new StepMetric(step, 0.1, 2.0, 1e-3, 1, 0.5, 100, 50, NOW)));
    }
}
