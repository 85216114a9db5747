package io.graft.worker.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graft.contracts.training.TrainingApi.StepMetric;
import io.graft.contracts.worker.WorkerReport;
import io.graft.worker.FakeServices;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReporterTest {

    private static final Reporter.Timing QUICK = new Reporter.Timing(
            Duration.ofMillis(20), new Backoff(Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofSeconds(30)));
    private static final Pulse PULSE = new Pulse(10, 0.1, 1, 10);

    private FakeServices services;
    private Reporter reporter;

    @BeforeEach
    void start() throws IOException {
        services = new FakeServices();
        reporter = new Reporter(new ReportChannel(URI.create(services.reportUrl()), Map::of), QUICK);
    }

    @AfterEach
    void stop() {
        reporter.close();
        services.close();
    }

    @Test
    void signs_of_life_come_by_themselves() {
        await().until(() -> services.reports().size() > 3);
    }

    @Test
    void steps_made_while_the_service_is_away_are_sent_when_it_is_back() throws IOException {
        services.answerReportsWith(503);
        reporter.started(new WorkerReport.Started(10, 0));
        for (int step = 1; step <= 1200; step++) {
            reporter.step(step(step), PULSE);
        }

        services.answerReportsWith(200);
        assertThat(reporter.last(new WorkerReport.Cancelled(1200))).isTrue();

        List<Integer> steps = services.reports().stream()
                .filter(WorkerReport.Progress.class::isInstance)
                .map(WorkerReport.Progress.class::cast)
                .flatMap(report -> report.steps().stream())
                .map(StepMetric::step)
                .distinct()
                .toList();
        assertThat(steps).hasSize(1200).isSorted();
        assertThat(services.report(WorkerReport.Started.class)).isPresent();
        assertThat(services.reports().getLast()).isEqualTo(new WorkerReport.Cancelled(1200));
    }

    @Test
    void a_last_word_is_repeated_until_it_is_heard() throws Exception {
        services.answerReportsWith(503);
        Thread back = Thread.ofVirtual().start(() -> {
            await().until(() -> services.refused() > 5);
            services.answerReportsWith(200);
        });

        assertThat(reporter.last(new WorkerReport.Cancelled(null))).isTrue();

        back.join();
        assertThat(services.reports().getLast()).isEqualTo(new WorkerReport.Cancelled(null));
    }

    @Test
    void a_command_to_stop_is_passed_on() {
        services.tellToStop();

        await().until(() -> reporter.halt() == Halt.COMMAND);
    }

    @Test
    void who_was_replaced_says_no_last_word() throws IOException {
        services.answerReportsWith(409);
        await().until(() -> reporter.halt() == Halt.SUPERSEDED);
        services.answerReportsWith(200);

        assertThat(reporter.last(new WorkerReport.Cancelled(null))).isFalse();
        assertThat(services.report(WorkerReport.Cancelled.class)).isEmpty();
    }

    private static StepMetric step(int step) {
        return new StepMetric(step, 0.1, 1, 1e-3, 1, 0.5, step, 50, Instant.EPOCH);
    }
}
