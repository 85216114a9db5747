package io.graft.engine.adapter;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// Which modules of a model are meant, by their full names such as `model.layers.0.self_attn.q_proj`: what PEFT's
/// `target_modules` and `exclude_modules` say.
public sealed interface Modules {

    /// No module.
    Modules NONE = new Names(Set.of());

    /// Stands for every linear layer of the decoder layers; not for the output layer.
    Modules ALL_LINEAR = new AllLinear();

    /// Whether it means the linear layer with this name.
    boolean matches(String name);

    /// A text as `target_modules` may hold it: `all-linear`, or a regular expression.
    ///
    /// @throws IllegalArgumentException if the expression is wrong or uses what Java does not have
    static Modules of(String text) {
        return text.toLowerCase(Locale.ROOT).equals("all-linear") ? ALL_LINEAR : new Expression(text);
    }

    /// A list as `target_modules` may hold it; `all-linear` alone has its meaning there, too.
    static Modules of(List<String> names) {
        boolean all =
                names.size() == 1 && names.getFirst().toLowerCase(Locale.ROOT).equals("all-linear");
        return all ? ALL_LINEAR : new Names(Set.copyOf(names));
    }

    /// Full names, or their ends from a dot on: `q_proj`, `self_attn.q_proj`.
    ///
    /// @param names sorted, so that the same choice is written the same way
    record Names(Set<String> names) implements Modules {

        public Names {
            for (String name : names) {
                if (name.isEmpty()) {
                    throw new IllegalArgumentException("names of modules must not be empty");
                }
            }
            names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
        }

        @Override
        public boolean matches(String name) {
            return names.contains(name) || names.stream().anyMatch(end -> name.endsWith("." + end));
        }

        /// Whether the name is listed in full.
        boolean lists(String name) {
            return names.contains(name);
        }

        @Override
        public String toString() {
            return names.toString();
        }
    }

    /// A regular expression in Python's syntax for the whole name.
    record Expression(String text) implements Modules {

        public Expression {
            PythonPattern.compile(text);
        }

        @Override
        public boolean matches(String name) {
            return PythonPattern.compile(text).matcher(name).matches();
        }

        @Override
        public String toString() {
            return '"' + text + '"';
        }
    }

    /// Every linear layer of the decoder layers.
    record AllLinear() implements Modules {

        @Override
        public boolean matches(String name) {
            return true;
        }

        @Override
        public String toString() {
            return "all-linear";
        }
    }
}
