package io.graft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.cli.demo.DemoReport;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The whole loop: data in, adapter trained, benchmarked, gated, rolled out, a bad one stopped.
class LoopTest {

    private static final List<String> ALL = List.of(
            "training-service",
            "kafka",
            "gateway",
            "benchmark-scheduler",
            "model-registry",
            "postgres",
            "model-server",
            "deployer");

    @Test
    @Timeout(value = 12, unit = TimeUnit.MINUTES)
    void the_loop_closes_and_no_request_fails_although_every_process_is_killed_once() throws Exception {
        try (TemporaryStack running = new TemporaryStack()) {
            DemoReport report;
            List<String> killed;
            try (Killer killer = new Killer(running.stack(), ALL)) {
                report = running.demo().run();
                killed = killer.killed();
            }

            assertThat(report.steps())
                    .allSatisfy(step -> assertThat(step.ok())
                            .as("%s: %s", step.name(), step.detail())
                            .isTrue());
            assertThat(report.ok()).isTrue();
            assertThat(report.requests().failed()).isZero();
            assertThat(report.requests().total()).isGreaterThan(100);
            assertThat(report.scores()).isNotNull();
            assertThat(report.scores().candidate())
                    .isGreaterThan(report.scores().champion());
            assertThat(report.rollback()).isNotNull();
            assertThat(report.traceId()).hasSize(32);
            assertThat(killed).containsExactlyElementsOf(ALL);
        }
    }
}
