package io.graft.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoDataTest {

    private final Path shipped = Path.of(System.getProperty("graft.root"), "demo", "library-desk");

    @TempDir
    Path scratch;

    @Test
    void the_shipped_data_is_large_enough_and_has_no_leak() throws IOException {
        DemoData data = DemoData.prepare(shipped, scratch);

        Set<String> train = texts(Files.readAllLines(data.train()));
        Set<String> test = texts(Files.readAllLines(data.test()));
        assertThat(train).hasSizeGreaterThanOrEqualTo(2_000);
        assertThat(test).hasSizeGreaterThanOrEqualTo(400).doesNotContainAnyElementsOf(train);
        assertThat(data.held().stream().map(DemoData.Row::label).distinct()).hasSizeGreaterThanOrEqualTo(10);
    }

    @Test
    void spoiling_changes_most_labels_and_no_text() {
        List<DemoData.Row> rows = IntStream.range(0, 1_000)
                .mapToObj(i -> new DemoData.Row("text " + i, "label " + i % 5))
                .toList();

        List<DemoData.Row> spoiled = DemoData.spoil(rows);

        long changed = IntStream.range(0, 1_000)
                .filter(i -> !rows.get(i).label().equals(spoiled.get(i).label()))
                .count();
        assertThat(spoiled)
                .extracting(DemoData.Row::text)
                .containsExactlyElementsOf(rows.stream().map(DemoData.Row::text).toList());
        assertThat(changed).isBetween(700L, 900L);
        assertThat(new HashSet<>(spoiled)).isEqualTo(new HashSet<>(DemoData.spoil(rows)));
    }

    private static Set<String> texts(List<String> lines) {
        return lines.stream()
                .map(line -> line.toLowerCase(Locale.ROOT).replaceAll("\\s+", " "))
                .map(line -> line.substring(0, line.lastIndexOf("\"label\"")))
                .collect(Collectors.toSet());
    }
}
