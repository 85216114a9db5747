package io.graft.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.benchmarks.run.QueueRule.Decision;
import io.graft.contracts.ArtifactFile;
import io.graft.contracts.benchmark.BenchmarkApi.RunSettings;
import io.graft.contracts.worker.WorkerJob.Subject;
import io.graft.contracts.worker.WorkerJob.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class QueueRuleTest {

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final QueueRule RULE =
            new QueueRule(3, Duration.ofMinutes(3), Duration.ofHours(1), BEGIN.minusSeconds(60));

    @Test
    void a_run_whose_worker_lives_and_speaks_is_left_alone() {
        assertThat(RULE.decide(attempt(1), false, BEGIN.plusSeconds(100))).isEqualTo(new Decision.Wait());
    }

    @Test
    void a_dead_worker_is_replaced_until_the_attempts_are_used_up() {
        assertThat(RULE.decide(attempt(2), true, BEGIN.plusSeconds(10)))
                .isEqualTo(new Decision.Relaunch("worker 2 ended without a final report"));
        assertThat(RULE.decide(attempt(3), true, BEGIN.plusSeconds(10)))
                .isEqualTo(new Decision.Fail("worker_died", "worker 3 ended without a final report, after 3 attempts"));
    }

    @Test
    void a_silent_worker_counts_as_dead() {
        assertThat(RULE.decide(attempt(1), false, BEGIN.plusSeconds(181)))
                .isEqualTo(new Decision.Relaunch("worker 1 was silent for more than 180 s"));
    }

    @Test
    void silence_before_this_service_started_does_not_count() {
        QueueRule young = new QueueRule(3, Duration.ofMinutes(3), Duration.ofHours(1), BEGIN.plusSeconds(600));

        assertThat(young.decide(attempt(1), false, BEGIN.plusSeconds(700))).isEqualTo(new Decision.Wait());
    }

    @Test
    void a_run_that_takes_too_long_fails() {
        assertThat(RULE.decide(attempt(1).heard(50, BEGIN.plusSeconds(3600)), false, BEGIN.plusSeconds(3601)))
                .isEqualTo(new Decision.Fail("timeout", "not done after 3600 s"));
    }

    private static BenchmarkRun attempt(int number) {
        ArtifactFile rows = new ArtifactFile("test.jsonl", "sha256:" + "0".repeat(64), 1);
        RunSpec spec = new RunSpec(
                "graft-tiny",
                List.of(new Subject("base", "graft-tiny", null)),
                List.of(new Task("dataset:desk@1", "labelled", rows)),
                new RunSettings(null, null, 0, null, 0L));
        BenchmarkRun run = BenchmarkRun.queued(new UUID(0, 1), "desk", "1.0.0", spec, null, BEGIN);
        for (int i = 0; i < number; i++) {
            run = run.launching("digest", BEGIN);
        }
        return run;
    }
}
