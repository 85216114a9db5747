package io.graft.engine.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.engine.reference.Reference;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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
    void rows_equal_those_of_trl() throws IOException {
        JsonNode recorded = recorded();
        JsonNode texts = recorded.path("cases").path("texts");
        List<Integer> lengths = new ArrayList<>();
        for (int time = 0; time < 3; time++) {
            texts.path("examples")
                    .forEach(example -> lengths.add(example.path("ids").size()));
        }
        int[] given = lengths.stream().mapToInt(Integer::intValue).toArray();
        Packing packing = Packing.bestFit(recorded.path("max_length").asInt());
        List<List<Integer>> rows = pack(packing, given).stream()
                .map(row -> row.stream().map(lengths::get).toList())
                .toList();
        List<List<Integer>> expected = new ArrayList<>();
        texts.path("packed_three_times")
                .forEach(row ->
                        expected.add(Arrays.stream(Reference.ints(row)).boxed().toList()));
        assertThat(rows).isEqualTo(expected);
    }

    private static JsonNode recorded() throws IOException {
        try (InputStream file = Objects.requireNonNull(PackerTest.class.getResourceAsStream("/sft/trl.json"))) {
            return new ObjectMapper().readTree(file);
        }
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
