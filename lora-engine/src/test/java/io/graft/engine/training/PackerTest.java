package io.graft.engine.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackerTest {

    private static List<List<Integer>> pack(Packing packing, int... lengths) {
        return Packer.pack(lengths, packing).stream()
                .map(row -> Arrays.stream(row).boxed().toList())
                .toList();
    }

    @Test
    void best_fit_decreasing_packs_as_trl_does() {
        // the example in the documentation of TRL's pack_dataset, whose first sequence is cut to 4
        assertThat(pack(Packing.bestFit(4), 4, 2, 3, 1)).containsExactly(List.of(0), List.of(2, 3), List.of(1));
        assertThat(pack(Packing.bestFit(10), 5, 6, 4, 3, 2)).containsExactly(List.of(1, 2), List.of(0, 3, 4));
    }

    @Test
    void without_packing_every_example_is_a_row() {
        assertThat(pack(Packing.NONE, 1, 2)).containsExactly(List.of(0), List.of(1));
    }

    @Test
    void every_example_is_in_one_row_and_no_row_is_too_long() {
        int[] lengths = new Random(2).ints(500, 1, 120).toArray();
        List<int[]> rows = Packer.pack(lengths, Packing.bestFit(128));
        assertThat(rows.stream().flatMapToInt(Arrays::stream).sorted())
                .hasSize(500)
                .doesNotHaveDuplicates();
        assertThat(rows).allMatch(row -> Arrays.stream(row).map(i -> lengths[i]).sum() <= 128);
        int tokens = Arrays.stream(lengths).sum();
        assertThat(rows.size()).isLessThanOrEqualTo((int) Math.ceil(tokens / 128.0 * 1.03));
    }
}
