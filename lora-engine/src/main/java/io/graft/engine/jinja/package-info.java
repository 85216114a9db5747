/// Jinja as the Python library renders it in transformers' sandbox: what chat templates are written in. Texts, numbers,
/// lists, dictionaries and what is undefined behave and print as in Python, and refusals are told in Python's words.
@NullMarked
package io.graft.engine.jinja;

import org.jspecify.annotations.NullMarked;
