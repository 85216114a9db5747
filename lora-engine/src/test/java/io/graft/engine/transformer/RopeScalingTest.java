package io.graft.engine.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Frequencies of seven pairs, to the last bit of what transformers 5.17 computes.
class RopeScalingTest {

    static List<Arguments> scalings() {
        List<Double> factors = List.of(1.1, 1.3, 1.7, 1.9, 2.3, 2.9, 3.1);
        return List.of(
                row(
                        3000,
                        new RopeScaling.None(),
                        "1.0 0.31861657 0.10151653 0.03234485 0.010305605 0.0032835368 0.0010461895"),
                row(
                        3000,
                        new RopeScaling.Linear(3.7),
                        "0.27027026 0.08611259 0.027436899 0.008741852 0.0027852985 0.0008874424 0.0002827539"),
                row(
                        3,
                        new RopeScaling.Llama3(8, 1, 4, 16),
                        "0.57605636 0.40017483 0.27468127 0.18556462 0.12265179 0.07856454 0.048747115"),
                row(
                        100,
                        new RopeScaling.Yarn(2, 1, 32, 1, 128, true),
                        "1.0 0.4661527 0.21461566 0.09726468 0.043181133 0.018637968 0.009653488"),
                row(
                        3000,
                        new RopeScaling.LongRope(factors, 1, 64),
                        "0.9090909 0.24508968 0.059715603 0.017023606 0.0044806977 0.001132254 0.00033748045"));
    }

    private static Arguments row(double theta, RopeScaling scaling, String frequencies) {
        return Arguments.of(theta, scaling, frequencies);
    }

    @ParameterizedTest
    @MethodSource("scalings")
    void frequencies_are_those_of_transformers(double theta, RopeScaling scaling, String expected) {
        float[] frequencies = new RotaryConfig(theta, 7, scaling).frequencies();
        for (int pair = 0; pair < frequencies.length; pair++) {
            assertThat(frequencies[pair]).isEqualTo(Float.parseFloat(expected.split(" ", -1)[pair]));
        }
    }
}
