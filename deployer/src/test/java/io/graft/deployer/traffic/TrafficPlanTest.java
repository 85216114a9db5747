package io.graft.deployer.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.graft.contracts.deployment.DeploymentApi.RolloutConfig;
import io.graft.contracts.deployment.DeploymentApi.Strategy;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TrafficPlanTest {

    @Test
    void a_canary_goes_by_five_steps_when_nothing_else_is_asked_for() {
        assertThat(steps(Strategy.canary, null, null, null)).containsExactly(10, 25, 50, 75, 100);
    }

    @Test
    void a_canary_goes_by_the_steps_that_are_asked_for() {
        assertThat(steps(Strategy.canary, null, null, List.of(1, 100))).containsExactly(1, 100);
    }

    @Test
    void a_traffic_shift_makes_equal_steps_and_ends_at_all() {
        assertThat(steps(Strategy.canary, null, 20, null)).containsExactly(20, 40, 60, 80, 100);
        assertThat(steps(Strategy.canary, null, 30, null)).containsExactly(30, 60, 90, 100);
        assertThat(steps(Strategy.canary, null, 100, null)).containsExactly(100);
    }

    @Test
    void blue_green_prepares_without_traffic_and_then_takes_all() {
        TrafficPlan plan = TrafficPlan.of(Strategy.blue_green, config(null, null, null));

        assertThat(plan.steps()).containsExactly(0, 100);
        assertThat(plan.firstWithTraffic()).isEqualTo(1);
        assertThat(plan.isLast(1)).isTrue();
    }

    @Test
    void rolling_takes_one_even_step_for_each_instance() {
        assertThat(steps(Strategy.rolling, 4, null, null)).containsExactly(25, 50, 75, 100);
        assertThat(steps(Strategy.rolling, 3, null, null)).containsExactly(33, 67, 100);
        assertThat(steps(Strategy.rolling, null, null, null)).containsExactly(100);
    }

    @Test
    void a_plan_that_does_not_end_at_all_is_no_plan() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrafficPlan(List.of(10, 50)))
                .withMessageContaining("[10, 50]");
    }

    private static List<Integer> steps(
            Strategy strategy, @Nullable Integer instances, @Nullable Integer shift, @Nullable List<Integer> steps) {
        return TrafficPlan.of(strategy, config(instances, shift, steps)).steps();
    }

    private static RolloutConfig config(
            @Nullable Integer instances, @Nullable Integer shift, @Nullable List<Integer> steps) {
        return new RolloutConfig(
                instances, shift, steps, null, null, null, null, null, null, null, null, null, null, null);
    }
}
