package io.graft.training.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.contracts.training.TrainingApi.StepMetric;
import io.graft.contracts.worker.WorkerReport;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FirstReportTest {

    @Test
    void a_worker_that_has_made_no_step_yet_may_say_so() {
        Progress progress = Progress.NONE.after(new WorkerReport.Progress(0, 0, 0, 10, List.of()));

        assertThat(progress.loss()).isNull();
        assertThat(progress.firstLoss()).isNull();
    }

    @Test
    void the_first_loss_stays_the_first() {
        Progress progress = Progress.NONE
                .after(new WorkerReport.Progress(10, 0.1, 1, 10, List.of(step(1, 5.0))))
                .after(new WorkerReport.Progress(20, 0.2, 2, 10, List.of(step(2, 4.0))));

        assertThat(progress.firstLoss()).isEqualTo(5.0);
        assertThat(progress.loss()).isEqualTo(4.0);
    }

    private static StepMetric step(int number, double loss) {
        return new StepMetric(number, 0, loss, 0.001, 1, 0.5, 100, 1000, Instant.EPOCH);
    }
}
