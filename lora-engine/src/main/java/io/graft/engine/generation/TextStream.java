package io.graft.engine.generation;

import io.graft.engine.tokenizer.Tokenizer;
import java.util.Arrays;
import java.util.List;

/// Turns tokens into text piece by piece. Holds back what is not certain yet: bytes of an unfinished character, runs
/// of tokens that stand for bytes, and text that may turn out to be the start of a stop text.
final class TextStream {

    private static final char REPLACEMENT = '\uFFFD';

    private final Tokenizer tokenizer;
    private final List<String> stops;
    private final StringBuilder text = new StringBuilder(); // all that is decoded
    private int released; // characters of it that are certain
    private int[] ids = new int[16];
    private int count;
    private int settled; // tokens whose text is in the builder
    private int context; // the first token that is decoded again, for what depends on its neighbour
    private boolean inBytes; // in a run of tokens that stand for bytes; tokens without text do not end it
    private boolean stopped;

    TextStream(Tokenizer tokenizer, List<String> stops) {
        this.tokenizer = tokenizer;
        this.stops = stops;
    }

    /// Takes a token and returns the text that is now certain.
    String add(int id) {
        if (count == ids.length) {
            ids = Arrays.copyOf(ids, 2 * count);
        }
        ids[count++] = id;
        String before = tokenizer.decodePlain(Arrays.copyOfRange(ids, context, settled));
        String after = tokenizer.decodePlain(Arrays.copyOfRange(ids, context, count));
        String added = after.substring(Math.min(before.length(), after.length()));
        boolean cut = !after.isEmpty() && after.charAt(after.length() - 1) == REPLACEMENT;
        inBytes = tokenizer.isByte(id) || (inBytes && tokenizer.decodePlain(id).isEmpty());
        if (cut || (inBytes && !stopsWith(added))) {
            return "";
        }
        text.append(added);
        // A token without text is no neighbour: decoders drop spaces at the start.
        context = added.isEmpty() ? context : settled;
        settled = count;
        return release(heldBack());
    }

    /// Whether a stop text has come, were a text certain.
    private boolean stopsWith(String added) {
        String open = text.substring(released) + added;
        return stops.stream().anyMatch(open::contains);
    }

    /// Whether a stop text has come; the text ends before it.
    boolean stopped() {
        return stopped;
    }

    /// Returns what was held back.
    String finish() {
        if (!stopped && settled < count) {
            String before = tokenizer.decodePlain(Arrays.copyOfRange(ids, context, settled));
            String after = tokenizer.decodePlain(Arrays.copyOfRange(ids, context, count));
            text.append(after, Math.min(before.length(), after.length()), after.length());
            settled = count;
        }
        cut();
        return release(0);
    }

    /// All certain text.
    String text() {
        return text.substring(0, released);
    }

    private String release(int heldBack) {
        int end = Math.max(released, text.length() - heldBack);
        String piece = text.substring(released, end);
        released = end;
        return piece;
    }

    /// Characters at the end that must wait; cuts the text where a stop text starts.
    private int heldBack() {
        if (cut()) {
            return 0;
        }
        int longest = 0;
        for (String stop : stops) {
            for (int length = Math.min(stop.length() - 1, text.length() - released); length > longest; length--) {
                if (stop.startsWith(text.substring(text.length() - length))) {
                    longest = length;
                }
            }
        }
        return longest;
    }

    private boolean cut() {
        int first = text.length();
        for (String stop : stops) {
            int at = text.indexOf(stop, released);
            if (at >= 0 && at < first) {
                first = at;
                stopped = true;
            }
        }
        text.setLength(first);
        return stopped;
    }
}
