package io.graft.engine.jinja;

import java.util.Iterator;
import java.util.List;

/// What filters such as `map` return: it is true, has no length, and can be walked through once.
final class Generator implements Iterable<Object> {

    private final Iterator<Object> values;

    Generator(List<Object> values) {
        this.values = values.iterator();
    }

    @Override
    public Iterator<Object> iterator() {
        return values;
    }
}
