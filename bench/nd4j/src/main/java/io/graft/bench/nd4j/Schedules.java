package io.graft.bench.nd4j;

import io.graft.engine.training.LearningRateSchedule;
import io.graft.engine.training.LearningRateSchedule.Kind;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.PolySchedule;
import org.nd4j.linalg.schedule.RampSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/// How far ND4J's schedules are from those of transformers, which the engine follows. ND4J has no cosine.
final class Schedules {

    private static final int STEPS = 1000;
    private static final int WARM_UP = 100;

    private Schedules() {}

    static void print() {
        ISchedule linear = new PolySchedule(ScheduleType.ITERATION, 1, 1, STEPS);
        ISchedule ramp = new RampSchedule(new PolySchedule(ScheduleType.ITERATION, 1, 1, STEPS), WARM_UP);
        print("linear, PolySchedule", new LearningRateSchedule(Kind.LINEAR, 0, 0), linear);
        print(
                "linear with warm-up, RampSchedule of PolySchedule",
                new LearningRateSchedule(Kind.LINEAR, WARM_UP, 0),
                ramp);
    }

    private static void print(String name, LearningRateSchedule own, ISchedule nd4j) {
        double largest = 0;
        for (int step = 0; step < STEPS; step++) {
            largest = Math.max(largest, Math.abs(own.factor(step, STEPS) - nd4j.valueAt(step, 0)));
        }
        System.out.printf(
                "%s: largest difference of the factor %.3g; in the last of %d steps ours is %.3g, ND4J's %.3g%n",
                name, largest, STEPS, own.factor(STEPS - 1, STEPS), nd4j.valueAt(STEPS - 1, 0));
    }
}
