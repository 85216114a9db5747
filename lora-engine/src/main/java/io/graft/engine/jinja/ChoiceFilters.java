package io.graft.engine.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Filters that apply another filter, a test or an attribute to every value.
final class ChoiceFilters {

    private ChoiceFilters() {}

    static void add(Map<String, Routine> table) {
        Routine.add(table, "map", "*", (values, given) -> mapped(values, given.rest()));
        Routine.add(table, "select", "*", (values, given) -> chosen(values, given.rest(), true));
        Routine.add(table, "reject", "*", (values, given) -> chosen(values, given.rest(), false));
        Routine.add(table, "selectattr", "*", (values, given) -> chosenByAttribute(values, given.rest(), true));
        Routine.add(table, "rejectattr", "*", (values, given) -> chosenByAttribute(values, given.rest(), false));
    }

    private static Object mapped(Object values, Arguments arguments) {
        UnaryOperator<Object> change;
        if (arguments.positional().isEmpty()) {
            Given given = arguments.bind("map", List.of("attribute", "default"));
            change = item -> Members.path(item, given.get("attribute"), given.get("default", None.NONE));
        } else {
            Routine filter = Filters.named(PythonText.str(arguments.positional().getFirst()));
            change = item -> filter.apply(item, arguments.after(1));
        }
        return new Generator(new ArrayList<>(walked(values).stream().map(change).toList()));
    }

    private static Object chosen(Object values, Arguments arguments, boolean wanted) {
        return filtered(values, UnaryOperator.identity(), arguments, wanted);
    }

    private static Object chosenByAttribute(Object values, Arguments arguments, boolean wanted) {
        if (arguments.positional().isEmpty()) {
            throw new TemplateException("Missing parameter for attribute name");
        }
        Object path = arguments.positional().getFirst();
        return filtered(values, item -> Members.path(item, path), arguments.after(1), wanted);
    }

    /// @param test name and arguments of a test; without one, whether a value is true
    private static Object filtered(Object values, UnaryOperator<Object> attribute, Arguments test, boolean wanted) {
        List<Object> chosen = new ArrayList<>();
        for (Object item : walked(values)) {
            Object value = attribute.apply(item);
            boolean holds = test.positional().isEmpty()
                    ? Values.truth(value)
                    : Values.truth(Tests.named(PythonText.str(test.positional().getFirst()))
                            .apply(value, test.after(1)));
            if (holds == wanted) {
                chosen.add(item);
            }
        }
        return new Generator(chosen);
    }

    /// These filters take whatever is false for an empty list.
    private static List<Object> walked(Object values) {
        return Values.truth(values) ? Values.list(values) : List.of();
    }
}
