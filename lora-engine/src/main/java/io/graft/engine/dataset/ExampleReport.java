package io.graft.engine.dataset;

/// What became of the rows of a data set.
///
/// @param rows       that were read
/// @param examples   that they became
/// @param truncated  examples that were cut off at `max_length`
/// @param cutAway    rows left out since truncation left nothing of them that counts
/// @param empty      rows left out since they have nothing that counts even whole
/// @param tokens     of all examples
/// @param labelled   tokens that count for the loss
/// @param longest    tokens of the longest example
public record ExampleReport(
        int rows, int examples, int truncated, int cutAway, int empty, long tokens, long labelled, int longest) {

    static final ExampleReport NONE = new ExampleReport(0, 0, 0, 0, 0, 0, 0, 0);

    /// One line for people.
    public String summary() {
        return rows + " rows, " + examples + " examples, " + tokens + " tokens of which " + labelled
                + " count, the longest example has " + longest + "; " + truncated + " truncated, " + cutAway
                + " left out because max_length cut away all that counts, " + empty
                + " left out because nothing in them counts";
    }

    ExampleReport withEmpty() {
        return new ExampleReport(rows + 1, examples, truncated, cutAway, empty + 1, tokens, labelled, longest);
    }

    ExampleReport withCutAway() {
        return new ExampleReport(rows + 1, examples, truncated, cutAway + 1, empty, tokens, labelled, longest);
    }

    ExampleReport with(Encoded example, boolean wasCut) {
        return new ExampleReport(
                rows + 1,
                examples + 1,
                truncated + (wasCut ? 1 : 0),
                cutAway,
                empty,
                tokens + example.length(),
                labelled + example.labelled(),
                Math.max(longest, example.length()));
    }
}
