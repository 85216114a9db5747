package io.graft.engine.dataset;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.graft.engine.checkpoint.JsonProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// The rows of a JSON-lines file: one object a line, in UTF-8; blank lines are skipped.
///
/// @param lines the line of each row, from 1
public record Rows(Path file, List<Row> rows, List<Integer> lines) {

    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    public Rows {
        rows = List.copyOf(rows);
        lines = List.copyOf(lines);
    }

    /// Reads a file whose first row tells the form of all.
    ///
    /// @throws MalformedRowException naming file, line and what would be right
    public static Rows read(Path file) throws IOException {
        return read(file, Optional.empty(), RowLimits.DEFAULT);
    }

    /// Reads a file of rows of one form.
    public static Rows read(Path file, RowForm form) throws IOException {
        return read(file, Optional.of(form), RowLimits.DEFAULT);
    }

    static Rows read(Path file, Optional<RowForm> given, RowLimits limits) throws IOException {
        Optional<RowForm> form = given;
        List<Row> rows = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        try (Lines lines = new Lines(file, limits.lineBytes())) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (line.isBlank()) {
                    continue;
                }
                if (rows.size() == limits.rows()) {
                    throw new MalformedRowException(
                            file, lines.number(), "a file must have at most " + limits.rows() + " rows, has more");
                }
                Parsed parsed = parse(file, lines.number(), line, form);
                form = Optional.of(parsed.form);
                rows.add(parsed.row);
                numbers.add(lines.number());
            }
        }
        if (rows.isEmpty()) {
            throw new MalformedRowException(file, 1, "a data set must have at least one row, has none");
        }
        return new Rows(file, rows, numbers);
    }

    private record Parsed(RowForm form, Row row) {}

    private static Parsed parse(Path file, int number, String line, Optional<RowForm> wanted)
            throws MalformedRowException {
        try {
            JsonNode json = JSON.readTree(line);
            if (!json.isObject()) {
                throw new IllegalArgumentException("a line must be a JSON object, is "
                        + json.getNodeType().toString().toLowerCase(Locale.ROOT));
            }
            RowForm form = wanted.isPresent() ? wanted.get() : RowForm.of(json);
            return new Parsed(form, form.read(json));
        } catch (JacksonException e) {
            throw new MalformedRowException(file, number, "is not JSON: " + JsonProblem.of(e));
        } catch (IllegalArgumentException e) {
            throw new MalformedRowException(file, number, String.valueOf(e.getMessage()));
        }
    }

    /// The same rows in other forms.
    public Rows map(UnaryOperator<Row> change) {
        return new Rows(file, rows.stream().map(change).toList(), lines);
    }

    /// Rows to learn from, and rows that are held out.
    ///
    /// @param heldOut empty if there are none
    public record Split(Rows train, Optional<Rows> heldOut) {}

    /// Holds out a share of the rows, drawn by a seed; at least one row is left to learn from.
    ///
    /// @param share from 0 to less than 1; at least one row is held out where it is more than 0 and there
    ///              are two rows
    public Split split(double share, long seed) {
        long wanted = share == 0 ? 0 : Math.max(1, Math.round(rows.size() * share));
        int count = Math.toIntExact(Math.min(wanted, rows.size() - 1L));
        if (count == 0) {
            return new Split(this, Optional.empty());
        }
        Set<Integer> held = new HashSet<>(Draw.indexes(rows.size(), count, seed));
        return new Split(some(i -> !held.contains(i)), Optional.of(some(held::contains)));
    }

    private Rows some(IntPredicate chosen) {
        int[] indexes = IntStream.range(0, rows.size()).filter(chosen).toArray();
        return new Rows(
                file,
                Arrays.stream(indexes).mapToObj(rows::get).toList(),
                Arrays.stream(indexes).mapToObj(lines::get).toList());
    }

    MalformedRowException malformed(int row, String reason) {
        return new MalformedRowException(file, lines.get(row), reason);
    }
}
