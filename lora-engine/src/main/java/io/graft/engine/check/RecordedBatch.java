package io.graft.engine.check;

import io.graft.engine.training.Example;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Sequences of a padded batch, without the padding.
///
/// @param ids    token ids, one array per sequence
/// @param labels in the shape of `ids`, -100 where a token does not count; the ids where the batch has no labels
record RecordedBatch(List<int[]> ids, List<int[]> labels) {

    static RecordedBatch of(OracleNode batch) throws IOException {
        List<int[]> ids = new ArrayList<>();
        List<int[]> labels = new ArrayList<>();
        List<OracleNode> rows = batch.at("input_ids").items();
        for (int i = 0; i < rows.size(); i++) {
            int[] row = rows.get(i).integers();
            int[] mask = row(batch, "attention_mask", i, ones(row.length));
            ids.add(chosen(row, mask));
            labels.add(chosen(row(batch, "labels", i, row), mask));
        }
        return new RecordedBatch(ids, labels);
    }

    /// What there is to learn. A sequence without labels adds nothing to a loss or a gradient.
    List<Example> examples() {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            if (Arrays.stream(labels.get(i)).skip(1).anyMatch(label -> label != Example.IGNORED)) {
                examples.add(Example.of(ids.get(i), labels.get(i)));
            }
        }
        return examples;
    }

    private static int[] row(OracleNode batch, String field, int index, int[] otherwise) throws IOException {
        if (batch.find(field).isEmpty()) {
            return otherwise;
        }
        OracleNode rows = batch.at(field);
        if (index >= rows.items().size()) {
            throw rows.wrong(
                    "must have as many rows as input_ids, has " + rows.items().size());
        }
        OracleNode row = rows.items().get(index);
        int[] values = row.integers();
        if (values.length != otherwise.length) {
            throw row.wrong("must have " + otherwise.length + " elements, has " + values.length);
        }
        return values;
    }

    private static int[] ones(int count) {
        int[] ones = new int[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static int[] chosen(int[] values, int[] mask) {
        int[] chosen = new int[values.length];
        int count = 0;
        for (int i = 0; i < values.length; i++) {
            if (mask[i] != 0) {
                chosen[count++] = values[i];
            }
        }
        return Arrays.copyOf(chosen, count);
    }
}
