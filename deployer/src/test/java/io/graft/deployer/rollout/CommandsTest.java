package io.graft.deployer.rollout;

import static io.graft.deployer.rollout.Sample.T0;
import static io.graft.deployer.rollout.Sample.after;
import static io.graft.deployer.rollout.Sample.first;
import static io.graft.deployer.rollout.Sample.rollout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.graft.deployer.rollout.RolloutState.Aborted;
import io.graft.deployer.rollout.RolloutState.Ending;
import io.graft.deployer.rollout.RolloutState.Failed;
import io.graft.deployer.rollout.RolloutState.Pause;
import io.graft.deployer.rollout.RolloutState.Paused;
import io.graft.deployer.rollout.RolloutState.Pending;
import io.graft.deployer.rollout.RolloutState.Promoted;
import io.graft.deployer.rollout.RolloutState.Promoting;
import io.graft.deployer.rollout.RolloutState.RolledBack;
import io.graft.deployer.rollout.RolloutState.RollingBack;
import io.graft.deployer.rollout.RolloutState.Shifting;
import io.graft.deployer.rollout.RolloutState.Watching;
import io.graft.kit.problem.Problem;
import org.junit.jupiter.api.Test;

class CommandsTest {

    private static final Watching WATCHING = new Watching(2, T0, T0, 0);

    @Test
    void a_pause_keeps_the_step_and_resuming_begins_it_anew() {
        RolloutState paused =
                Commands.pause(rollout(WATCHING), "look first", after(5)).next();

        assertThat(paused).isEqualTo(new Paused(2, T0, after(5), Pause.PERSON));
        assertThat(Commands.resume(rollout(paused), "fine").next()).isEqualTo(new Shifting(2));
    }

    @Test
    void promotion_skips_the_remaining_steps() {
        assertThat(Commands.promote(rollout(WATCHING), "now").next()).isEqualTo(new Promoting());
    }

    @Test
    void an_abort_goes_back_and_a_waiting_rollout_just_ends() {
        assertThat(Commands.abort(rollout(WATCHING), "stop", after(5)).next())
                .isEqualTo(new RollingBack(after(5), "stop", Ending.ABORTED));
        assertThat(Commands.abort(rollout(new Pending()), "stop", after(5)).next())
                .isEqualTo(new Aborted(after(5), 0));
    }

    @Test
    void a_promoted_version_goes_back_to_the_one_before() {
        assertThat(Commands.rollBack(rollout(new Promoted(T0)), "bad", true, after(5))
                        .next())
                .isEqualTo(new RollingBack(after(5), "bad", Ending.ROLLED_BACK));
    }

    @Test
    void a_promoted_version_that_was_replaced_does_not_go_back() {
        refused("rollout_replaced", () -> Commands.rollBack(rollout(new Promoted(T0)), "bad", false, after(5)));
    }

    @Test
    void the_first_version_has_nothing_to_go_back_to() {
        refused("no_previous_version", () -> Commands.rollBack(first(new Promoted(T0)), "bad", true, after(5)));
    }

    @Test
    void what_ended_without_promotion_can_be_tried_again() {
        assertThat(Commands.retry(rollout(new RolledBack(T0, 1)), "again").next())
                .isEqualTo(new Pending());
        assertThat(Commands.retry(rollout(new Failed(T0, null, null)), "again").next())
                .isEqualTo(new Pending());
    }

    @Test
    void a_way_back_that_is_still_tried_is_finished_first() {
        Failed unfinished = new Failed(T0, new RollingBack(T0, "bad", Ending.ROLLED_BACK), null);

        refused("wrong_rollout_state", () -> Commands.retry(rollout(unfinished), "again"));
    }

    @Test
    void what_does_not_fit_the_state_is_refused_with_the_state() {
        assertThatExceptionOfType(Problem.Conflict.class)
                .isThrownBy(() -> Commands.resume(rollout(WATCHING), "go"))
                .withMessage(
                        "rollout 00000000-0000-0000-0000-000000000001 of desk@2 is shifting and cannot be resumed");
        refused("wrong_rollout_state", () -> Commands.pause(rollout(new Promoted(T0)), "no", T0));
        refused("wrong_rollout_state", () -> Commands.promote(rollout(new Promoted(T0)), "no"));
        refused("wrong_rollout_state", () -> Commands.abort(rollout(new RolledBack(T0, 1)), "no", T0));
    }

    private static void refused(String code, Runnable command) {
        assertThatExceptionOfType(Problem.Conflict.class)
                .isThrownBy(command::run)
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(code));
    }
}
