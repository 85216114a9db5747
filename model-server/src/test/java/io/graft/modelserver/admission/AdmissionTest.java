package io.graft.modelserver.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.kit.problem.Problem;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    @Test
    void who_finds_no_place_and_a_full_queue_is_refused() throws Exception {
        Admission admission = new Admission(1, 1, Duration.ofSeconds(3));
        Admission.Ticket first = admission.enter();
        FutureTask<Admission.Ticket> second = new FutureTask<>(admission::enter);
        Thread.ofPlatform().start(second);
        awaitWaiting(admission, 1);

        assertThatThrownBy(admission::enter)
                .isInstanceOfSatisfying(
                        Problem.OverQuota.class,
                        problem -> assertThat(problem.retryAfter()).isEqualTo(Duration.ofSeconds(3)));

        first.close();
        second.get(10, TimeUnit.SECONDS).close();
        assertThat(admission.running()).isZero();
        assertThat(admission.waiting()).isZero();
    }

    @Test
    void a_place_is_given_back_once() {
        Admission admission = new Admission(2, 0, Duration.ofSeconds(1));
        Admission.Ticket ticket = admission.enter();

        ticket.close();
        ticket.close();

        assertThat(admission.running()).isZero();
        admission.enter();
        admission.enter();
        assertThatThrownBy(admission::enter).isInstanceOf(Problem.OverQuota.class);
    }

    private static void awaitWaiting(Admission admission, int count) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (admission.waiting() != count) {
            assertThat(System.nanoTime()).as("time until somebody waits").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
