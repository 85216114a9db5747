package io.graft.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class TrainingConfigTest {

    private static void refuses(UnaryOperator<TrainingConfig.Builder> change, String message) {
        assertThatThrownBy(() -> change.apply(TrainingConfig.builder()).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void values_that_cannot_work_are_refused_by_the_name_that_users_write() {
        refuses(c -> c.learningRate(-1), "learning_rate must be greater than 0, is -1.0");
        refuses(c -> c.learningRate(Double.NaN), "learning_rate must be greater than 0, is NaN");
        refuses(c -> c.betas(1, 0.9), "adam_beta1 must be at least 0 and less than 1, is 1.0");
        refuses(c -> c.epsilon(0), "adam_epsilon must be greater than 0, is 0.0");
        refuses(c -> c.weightDecay(-0.1), "weight_decay must not be negative, is -0.1");
        refuses(c -> c.warmupSteps(-1), "warmup_steps must be at least 0, is -1");
        refuses(c -> c.warmupRatio(1), "warmup_ratio must be at least 0 and less than 1, is 1.0");
        refuses(c -> c.batchSize(0), "batch_size must be at least 1, is 0");
        refuses(c -> c.gradientAccumulationSteps(0), "gradient_accumulation_steps must be at least 1, is 0");
        refuses(c -> c.epochs(0), "num_train_epochs must be greater than 0, is 0.0");
        refuses(c -> c.maxSteps(0), "max_steps must be at least 1, is 0");
        refuses(c -> c.maxGradNorm(0), "max_grad_norm must be greater than 0, is 0.0");
    }

    @Test
    void every_epoch_visits_every_example_once_in_another_order() {
        TrainingConfig config = TrainingConfig.builder()
                .batchSize(3)
                .gradientAccumulationSteps(2)
                .epochs(2)
                .build();
        StepPlan plan = new StepPlan(10, config);
        assertThat(plan.stepsPerEpoch()).isEqualTo(2);
        assertThat(plan.totalSteps()).isEqualTo(4);
        List<Integer> first = visited(plan, 0, 2);
        List<Integer> second = visited(plan, 2, 4);
        assertThat(first).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(second).containsExactlyInAnyOrderElementsOf(first).isNotEqualTo(first);
        assertThat(visited(plan, 0, 2)).isEqualTo(first);
        assertThat(plan.batches(1)).hasSize(2);
        assertThat(plan.batches(1).getLast()).hasSize(1);
    }

    private static List<Integer> visited(StepPlan plan, int from, int to) {
        return java.util.stream.IntStream.range(from, to)
                .boxed()
                .flatMap(step -> plan.batches(step).stream())
                .flatMap(batch -> Arrays.stream(batch).boxed())
                .toList();
    }

    @Test
    void the_learning_rate_warms_up_and_falls() {
        LearningRateSchedule linear = new LearningRateSchedule(LearningRateSchedule.Kind.LINEAR, 0, 0.2);
        assertThat(linear.factor(0, 10)).isZero();
        assertThat(linear.factor(1, 10)).isEqualTo(0.5);
        assertThat(linear.factor(2, 10)).isEqualTo(1);
        assertThat(linear.factor(6, 10)).isEqualTo(0.5);
        LearningRateSchedule cosine = new LearningRateSchedule(LearningRateSchedule.Kind.COSINE, 0, 0);
        assertThat(cosine.factor(5, 10)).isCloseTo(0.5, within(1e-15));
        LearningRateSchedule constant = new LearningRateSchedule(LearningRateSchedule.Kind.CONSTANT, 4, 0);
        assertThat(constant.factor(0, 10)).isEqualTo(1);
        LearningRateSchedule warmed = new LearningRateSchedule(LearningRateSchedule.Kind.CONSTANT_WITH_WARMUP, 4, 0);
        assertThat(warmed.factor(3, 10)).isEqualTo(0.75);
        assertThat(warmed.factor(9, 10)).isEqualTo(1);
    }

    @Test
    void more_steps_than_can_be_counted_are_refused_and_large_batches_are_not() {
        StepPlan endless = new StepPlan(
                40, TrainingConfig.builder().batchSize(2).epochs(1e18).build());
        assertThatThrownBy(endless::totalSteps)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("num_train_epochs must make at most 2147483647 steps, is 1.0E18");

        StepPlan whole = new StepPlan(
                40,
                TrainingConfig.builder()
                        .batchSize(Integer.MAX_VALUE)
                        .gradientAccumulationSteps(Integer.MAX_VALUE)
                        .epochs(3)
                        .build());
        assertThat(whole.totalSteps()).isEqualTo(3);
        assertThat(whole.batches(2))
                .singleElement()
                .satisfies(batch -> assertThat(batch).hasSize(40));
    }
}
