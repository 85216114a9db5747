package io.graft.engine.jinja;

import java.util.List;

/// Several values in order that are no list, for Python prints and compares them otherwise.
sealed interface Group permits Tuple, View, Range {

    List<Object> values();
}
