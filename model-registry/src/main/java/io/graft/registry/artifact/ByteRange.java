package io.graft.registry.artifact;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which bytes a `GET` asks for (RFC 9110, section 14): a pure reading of the `Range` header.
sealed interface ByteRange {

    /// No range, several ranges or none that can be read: the whole file answers each of them rightly.
    record Whole() implements ByteRange {}

    /// @param first from 0
    /// @param last  inclusive
    record Part(long first, long last) implements ByteRange {
        long length() {
            return last - first + 1;
        }
    }

    /// Outside of the file: 416.
    record Unsatisfiable() implements ByteRange {}

    Pattern FORM = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

    static ByteRange parse(@Nullable String header, long size) {
        Matcher range = FORM.matcher(header == null ? "" : header.strip());
        if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
            return new Whole();
        }
        if (range.group(1).isEmpty()) {
            return suffix(Long.parseLong(range.group(2)), size);
        }
        long first = Long.parseLong(range.group(1));
        long last = range.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(range.group(2));
        if (last < first) {
            return new Whole();
        }
        return first < size ? new Part(first, Math.min(last, size - 1)) : new Unsatisfiable();
    }

    private static ByteRange suffix(long length, long size) {
        return length == 0 || size == 0 ? new Unsatisfiable() : new Part(Math.max(0, size - length), size - 1);
    }
}
