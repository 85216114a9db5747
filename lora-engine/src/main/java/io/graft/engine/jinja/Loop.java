package io.graft.engine.jinja;

import java.util.List;

/// What `loop` is within a loop.
final class Loop {

    private final List<Object> values;
    private int index; // from 0
    private Object last = new Undefined("there is no changed value yet"); // what changed() saw

    Loop(List<Object> values) {
        this.values = values;
    }

    void at(int place) {
        index = place;
    }

    Object get(String name) {
        int size = values.size();
        return switch (name) {
            case "index" -> index + 1L;
            case "index0" -> (long) index;
            case "revindex" -> (long) size - index;
            case "revindex0" -> size - index - 1L;
            case "first" -> index == 0;
            case "last" -> index == size - 1;
            case "length" -> (long) size;
            case "depth" -> 1L; // counts recursive loops alone
            case "depth0" -> 0L;
            case "previtem" -> index > 0 ? values.get(index - 1) : new Undefined("there is no previous item");
            case "nextitem" -> index < size - 1 ? values.get(index + 1) : new Undefined("there is no next item");
            case "cycle" -> (Invocable) this::cycle;
            case "changed" -> (Invocable) this::changed;
            default -> Undefined.member(this, name);
        };
    }

    private Object cycle(Arguments arguments) {
        if (arguments.positional().isEmpty()) {
            throw new TemplateException("no items for cycling given");
        }
        return arguments.positional().get(index % arguments.positional().size());
    }

    private Object changed(Arguments arguments) {
        Object value = Tuple.of(arguments.positional());
        boolean same = Values.equal(value, last);
        last = value;
        return !same;
    }
}
