package io.graft.cli.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graft.contracts.ContractJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// The shipped data set and what the demo makes of it: a small first part, and a copy with spoiled labels.
record DemoData(Path train, Path test, Path pilot, Path spoiled, List<Row> held) {

    private static final long SEED = 20_261_120L;
    private static final int PILOT_ROWS = 400;
    private static final double SPOILED_SHARE = 0.8;

    record Row(String text, String label) {}

    /// @param folder `demo/library-desk` of the repository
    /// @param scratch a folder for the files made here
    static DemoData prepare(Path folder, Path scratch) throws IOException {
        Path train = folder.resolve("train.jsonl");
        Path test = folder.resolve("test.jsonl");
        List<Row> rows = read(train);
        Files.createDirectories(scratch);
        return new DemoData(
                train,
                test,
                write(scratch.resolve("pilot.jsonl"), rows.subList(0, PILOT_ROWS)),
                write(scratch.resolve("spoiled.jsonl"), spoil(rows)),
                read(test));
    }

    /// Gives most rows another row's label, as a broken export job does that shifts one column.
    static List<Row> spoil(List<Row> rows) {
        Random random = new Random(SEED);
        List<String> labels = rows.stream().map(Row::label).distinct().sorted().toList();
        List<Row> spoiled = new ArrayList<>();
        for (Row row : rows) {
            boolean keep = random.nextDouble() >= SPOILED_SHARE;
            int other = (labels.indexOf(row.label()) + 1 + random.nextInt(labels.size() - 1)) % labels.size();
            spoiled.add(keep ? row : new Row(row.text(), labels.get(other)));
        }
        return spoiled;
    }

    private static List<Row> read(Path file) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            rows.add(ContractJson.mapper().readValue(line, Row.class));
        }
        return rows;
    }

    private static Path write(Path file, List<Row> rows) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Row row : rows) {
            ObjectNode node = ContractJson.mapper().createObjectNode();
            lines.add(node.put("text", row.text()).put("label", row.label()).toString());
        }
        return Files.write(file, lines);
    }
}
