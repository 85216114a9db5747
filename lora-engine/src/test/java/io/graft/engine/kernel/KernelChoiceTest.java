package io.graft.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class KernelChoiceTest {

    @Test
    void the_best_kernels_are_chosen_with_a_reason() {
        KernelChoice choice = KernelChoice.choose(Optional.empty());
        assertThat(choice.kernels().name()).isEqualTo("vector");
        assertThat(choice.reason()).contains("vectors of");
    }

    @Test
    void a_name_that_is_asked_for_wins() {
        KernelChoice choice = KernelChoice.choose(Optional.of("scalar"));
        assertThat(choice.kernels().name()).isEqualTo("scalar");
        assertThat(choice.reason()).isEqualTo("graft.engine.kernels=scalar");
    }

    @Test
    void an_unknown_name_is_refused_with_the_known_ones() {
        assertThatThrownBy(() -> KernelChoice.choose(Optional.of("fast")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("graft.engine.kernels must be scalar or vector, is fast");
    }
}
