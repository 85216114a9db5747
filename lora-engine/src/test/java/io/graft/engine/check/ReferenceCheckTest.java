package io.graft.engine.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.engine.compute.Compute;
import io.graft.engine.compute.KernelChoice;
import io.graft.engine.compute.Workers;
import io.graft.engine.reference.Reference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The engine against transformers, PEFT and lm-evaluation-harness: one test per recorded quantity.
class ReferenceCheckTest {

    @TestFactory
    Stream<DynamicTest> all_recorded_results_of_the_repository_hold() throws IOException {
        return tests(Reference.oracles(), compute("vector"));
    }

    @TestFactory
    Stream<DynamicTest> all_recorded_results_beside_the_checkout_hold() throws IOException {
        return tests(Reference.shared("").folder(), compute("vector"));
    }

    @TestFactory
    Stream<DynamicTest> scalar_kernels_hold_what_is_recorded_of_a_model() throws IOException {
        return tests(Reference.oracles().resolve("llama-tied"), compute("scalar"));
    }

    @TestFactory
    Stream<DynamicTest> one_copy_of_the_weights_holds_what_is_recorded_of_a_model() throws IOException {
        return tests(Reference.oracles().resolve("llama-tied"), compute("compact"));
    }

    @TestFactory
    Stream<DynamicTest> products_of_one_dnn_hold_what_is_recorded_of_a_model() throws IOException {
        return tests(Reference.oracles().resolve("llama-tied"), compute("onednn"));
    }

    @TestFactory
    Stream<DynamicTest> products_of_nd4j_hold_what_is_recorded_of_a_model() throws IOException {
        return tests(Reference.oracles().resolve("llama-tied"), compute("nd4j"));
    }

    /// Skips the test where this machine or its class path lacks what the kernels need.
    private static Compute compute(String kernels) {
        try {
            return new Compute(KernelChoice.choose(Optional.of(kernels)), new Workers(2));
        } catch (IllegalArgumentException e) {
            return Assumptions.abort("skipped: " + e.getMessage());
        }
    }

    private static Stream<DynamicTest> tests(Path folder, Compute compute) throws IOException {
        List<CaseResult> results = new ArrayList<>();
        CheckSummary summary = new ReferenceCheck(compute).run(folder, results::add);
        assertThat(summary.cases()).isPositive();
        return results.stream().filter(CaseResult::counts).map(ReferenceCheckTest::test);
    }

    private static DynamicTest test(CaseResult result) {
        return DynamicTest.dynamicTest(
                result.title(),
                () -> assertThat(result.passed()).as(result.line()).isTrue());
    }
}
