package io.graft.deployer.traffic;

import io.graft.contracts.deployment.DeploymentApi.RolloutConfig;
import io.graft.contracts.deployment.DeploymentApi.Strategy;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The weights that a version takes one after the other, in percent of a model's requests, up to 100.
///
/// A first weight of 0 is the blue-green form: the version is loaded and must answer before it gets any request.
public record TrafficPlan(List<Integer> steps) {

    /// How a canary goes when nothing else is asked for.
    public static final List<Integer> CANARY = List.of(10, 25, 50, 75, 100);

    private static final List<Integer> BLUE_GREEN = List.of(0, 100);
    private static final int ALL = 100;

    public TrafficPlan {
        steps = List.copyOf(steps);
        if (steps.isEmpty() || steps.getLast() != ALL) {
            throw new IllegalArgumentException("steps must end with 100, are " + steps);
        }
    }

    /// The plan of a strategy with a configuration that has been checked.
    public static TrafficPlan of(Strategy strategy, RolloutConfig config) {
        return new TrafficPlan(
                switch (strategy) {
                    case canary -> canary(config.steps(), config.trafficShift());
                    case blue_green -> BLUE_GREEN;
                    case rolling -> evenly(config.maxInstances() == null ? 1 : config.maxInstances());
                });
    }

    public int weight(int step) {
        return steps.get(step);
    }

    public boolean isLast(int step) {
        return step == steps.size() - 1;
    }

    /// The step that follows the preparation: preparing a version already is a step at weight 0.
    public int firstWithTraffic() {
        return steps.getFirst() == 0 ? 1 : 0;
    }

    private static List<Integer> canary(@Nullable List<Integer> steps, @Nullable Integer shift) {
        if (steps != null) {
            return steps;
        }
        return shift == null ? CANARY : by(shift);
    }

    /// 30 makes 30, 60, 90, 100.
    private static List<Integer> by(int shift) {
        return IntStream.rangeClosed(1, (ALL + shift - 1) / shift)
                .mapToObj(step -> Math.min(ALL, step * shift))
                .toList();
    }

    /// One step for each instance: 3 make 33, 67, 100.
    private static List<Integer> evenly(int instances) {
        return IntStream.rangeClosed(1, instances)
                .mapToObj(instance -> (int) Math.round(100.0 * instance / instances))
                .toList();
    }
}
