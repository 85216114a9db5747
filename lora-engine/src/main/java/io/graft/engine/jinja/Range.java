package io.graft.engine.jinja;

import java.util.ArrayList;
import java.util.List;

/// Python's `range`.
record Range(long start, long stop, long step, List<Object> values) implements Group {

    private static final int LONGEST = 100_000; // MAX_RANGE of Jinja's sandbox

    static Range of(long start, long stop, long step) {
        if (step == 0) {
            throw new TemplateException("range() arg 3 must not be zero");
        }
        List<Object> values = new ArrayList<>();
        for (long i = start; step > 0 ? i < stop : i > stop; i += step) {
            values.add(i);
            if (values.size() > LONGEST) {
                throw new TemplateException("Range too big. The sandbox blocks ranges larger than MAX_RANGE (100000).");
            }
        }
        return new Range(start, stop, step, List.copyOf(values));
    }
}
