package io.graft.engine.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class KernelChoiceTest {

    @Test
    void the_best_kernels_are_chosen_with_a_reason() {
        KernelChoice choice = KernelChoice.choose(Optional.empty());
        assertThat(choice.kernels().name()).isEqualTo("vector");
        assertThat(choice.reason()).contains("vectors of").contains("oneDNN");
    }

    @Test
    void small_models_are_multiplied_in_panels_large_ones_in_one_copy_and_bytes_by_the_library() {
        Assumptions.assumeTrue(OneDnnLibrary.obstacle().isEmpty(), "skipped: oneDNN is not here");
        WeightFormat format = KernelChoice.choose(Optional.empty()).format();
        assertThat(format.forModel(1000, Precision.FP32)).isInstanceOf(PanelFormat.class);
        assertThat(format.forModel(1L << 40, Precision.FP32)).isInstanceOf(CompactFormat.class);
        assertThat(format.forModel(1000, Precision.INT8)).isInstanceOf(OneDnnFormat.class);
    }

    @Test
    void a_name_that_is_asked_for_wins() {
        KernelChoice choice = KernelChoice.choose(Optional.of("scalar"));
        assertThat(choice.kernels().name()).isEqualTo("scalar");
        assertThat(choice.reason()).isEqualTo("graft.engine.kernels=scalar");
    }

    @Test
    void a_class_path_without_open_blas_is_told() {
        assertThat(OpenBlasLibrary.obstacle(ClassLoader.getPlatformClassLoader()))
                .contains("the class path lacks ND4J's OpenBLAS (org.bytedeco:openblas and org.bytedeco:javacpp)");
    }

    @Test
    void open_blas_multiplies_frozen_weights_when_it_is_asked_for() {
        KernelChoice choice = KernelChoice.choose(Optional.of("nd4j"));
        assertThat(choice.format().name()).isEqualTo("nd4j");
        assertThat(choice.reason()).isEqualTo("graft.engine.kernels=nd4j");
    }

    @Test
    void an_unknown_name_is_refused_with_the_known_ones() {
        assertThatThrownBy(() -> KernelChoice.choose(Optional.of("fast")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("graft.engine.kernels must be scalar, vector, compact, onednn or nd4j, is fast");
    }
}
