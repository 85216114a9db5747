package io.graft.deployer.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.contracts.deployment.DeploymentApi.Measurement;
import io.graft.contracts.deployment.DeploymentApi.Verdict;
import io.graft.contracts.inference.InferenceApi.VersionStats;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    @ParameterizedTest(name = "{1} errors in {0} requests: {2}")
    @CsvSource({
        "0, 0, Inconclusive",
        "19, 0, Inconclusive",
        "20, 0, Successful",
        "20, 1, Successful",
        "20, 2, Failed",
        "1000, 50, Successful",
        "1000, 51, Failed",
        "1, 1, Inconclusive",
        "2, 2, Failed",
        "5, 2, Failed"
    })
    void the_error_rate_is_judged_from_enough_requests_or_when_nothing_can_save_it(
            long requests, long errors, Verdict expected) {
        Measurement measurement = only(judge(null, null), stats(requests, errors, null, 0, 0));

        assertThat(measurement.verdict()).as(measurement.reason()).isEqualTo(expected);
        assertThat(measurement.metric()).isEqualTo("error_rate");
        assertThat(measurement.samples()).isEqualTo(requests);
    }

    @ParameterizedTest(name = "p95 {1} ms of {0} requests: {2}")
    @CsvSource({"20, 100, Successful", "20, 100.1, Failed", "19, 500, Inconclusive"})
    void latency_is_judged_from_enough_requests(long requests, double p95, Verdict expected) {
        Analysis analysis = judge(100.0, null).judge(read(stats(requests, 0, p95, 0, 0)));

        assertThat(find(analysis, "latency_p95_ms").verdict()).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{1} of {0} right: {2}")
    @CsvSource({
        "10, 9, Successful",
        "10, 8, Successful",
        "10, 7, Failed",
        "9, 9, Inconclusive",
        "4, 1, Failed",
        "3, 1, Inconclusive",
        "0, 0, Inconclusive"
    })
    void accuracy_is_judged_from_enough_feedback_or_when_nothing_can_save_it(
            long feedback, long correct, Verdict expected) {
        Analysis analysis = judge(null, 0.8).judge(read(stats(20, 0, null, feedback, correct)));

        assertThat(find(analysis, "accuracy").verdict()).isEqualTo(expected);
    }

    @Test
    void errors_count_from_the_step_and_feedback_from_the_rollout() {
        Evidence.Read evidence = new Evidence.Read(stats(20, 0, 50.0, 0, 0), stats(400, 300, 900.0, 10, 9));

        Analysis analysis = judge(100.0, 0.8).judge(evidence);

        assertThat(analysis.verdict()).isEqualTo(Verdict.Successful);
        assertThat(find(analysis, "accuracy").value()).isEqualTo(0.9);
    }

    @Test
    void what_has_no_limit_is_not_measured() {
        Analysis analysis = judge(null, null).judge(read(stats(20, 0, 5000.0, 100, 0)));

        assertThat(analysis.measurements()).extracting(Measurement::metric).containsExactly("error_rate");
    }

    @Test
    void one_failed_metric_fails_the_look_and_gives_its_reason() {
        Analysis analysis = judge(100.0, 0.8).judge(read(stats(20, 0, 250.0, 10, 9)));

        assertThat(analysis.verdict()).isEqualTo(Verdict.Failed);
        assertThat(analysis.reason())
                .isEqualTo("95% of 20 requests took at most 250.0 ms, the limit is 100.0 ms: too slow");
    }

    @Test
    void reasons_hold_the_numbers() {
        assertThat(only(judge(null, null), stats(5, 2, null, 0, 0)).reason())
                .isEqualTo("error_rate: 2 of 5 requests failed, more than 5.0% of 20 even if all others were good");
        assertThat(only(judge(null, null), stats(12, 0, null, 0, 0)).reason())
                .isEqualTo("error_rate: 12 of 20 samples so far");
    }

    @Test
    void what_cannot_be_read_is_an_error_and_no_failure() {
        assertThat(judge(null, null).unreadable("no answer").verdict()).isEqualTo(Verdict.Error);
    }

    private static Judge judge(@Nullable Double latency, @Nullable Double accuracy) {
        return new Judge(new Limits(0.05, latency, accuracy, 20, 10), 25, NOW);
    }

    private static Measurement only(Judge judge, VersionStats stats) {
        return judge.judge(read(stats)).measurements().getFirst();
    }

    private static Measurement find(Analysis analysis, String metric) {
        return analysis.measurements().stream()
                .filter(one -> one.metric().equals(metric))
                .findFirst()
                .orElseThrow();
    }

    private static Evidence.Read read(VersionStats stats) {
        return new Evidence.Read(stats, stats);
    }

    private static VersionStats stats(long requests, long errors, @Nullable Double p95, long feedback, long correct) {
        return new VersionStats("m", "2", requests, errors, 0, p95, p95, p95, feedback, correct, null);
    }
}
