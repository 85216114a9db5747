package io.graft.engine.jinja;

import java.util.List;

/// Keys, values or items of a dictionary, as its methods return them.
///
/// @param type such as `dict_keys`
record View(String type, List<Object> values) implements Group {}
