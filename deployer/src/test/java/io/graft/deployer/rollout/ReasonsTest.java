package io.graft.deployer.rollout;

import static io.graft.deployer.rollout.Sample.T0;
import static io.graft.deployer.rollout.Sample.rollout;
import static io.graft.deployer.rollout.Sample.seen;
import static org.assertj.core.api.Assertions.assertThat;

import io.graft.deployer.analysis.Health;
import io.graft.deployer.rollout.Decision.Move;
import io.graft.deployer.rollout.RolloutState.Ending;
import io.graft.deployer.rollout.RolloutState.Preparing;
import io.graft.deployer.rollout.RolloutState.RollingBack;
import io.graft.deployer.rollout.RolloutState.Watching;
import io.graft.deployer.rollout.Sample.Seen;
import org.junit.jupiter.api.Test;

/// Every decision says why, with its numbers.
class ReasonsTest {

    private static final Watching WATCHING = new Watching(0, T0, T0, 0);

    @Test
    void a_rollback_names_the_metric_and_its_numbers() {
        assertThat(reason(WATCHING, seen(2).at(10).requests(40, 8)))
                .isEqualTo("error_rate: 8 of 40 requests failed, more than 5.0%");
    }

    @Test
    void a_finished_rollback_names_the_cause_and_the_time_it_took() {
        assertThat(reason(new RollingBack(T0, "too slow", Ending.ROLLED_BACK), seen(0.25)))
                .isEqualTo("too slow; all requests back on 1 after 0.25 s");
    }

    @Test
    void a_pause_for_want_of_evidence_says_how_much_there_is() {
        assertThat(reason(WATCHING, seen(600).at(10).requests(12, 0)))
                .isEqualTo("too little evidence within validation_timeout: error_rate: 12 of 20 samples so far");
    }

    @Test
    void a_version_that_does_not_answer_is_quoted() {
        assertThat(reason(new Preparing(T0, "1"), seen(1).health(new Health.Unhealthy("shape mismatch"))))
                .isEqualTo("the loaded version does not answer: shape mismatch");
    }

    private static String reason(RolloutState state, Seen seen) {
        return ((Move) Decisions.decide(rollout(state), seen.observation())).reason();
    }
}
