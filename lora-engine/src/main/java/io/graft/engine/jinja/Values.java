package io.graft.engine.jinja;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Python's view of values. A value is [None], `Boolean`, `Long`, `Double`, `String`, a `List`, a `Map`, a [Group],
/// a [Generator], a [Namespace], an [Invocable], a [Loop] or [Undefined].
final class Values {

    private Values() {}

    /// A value of Java's as one of these.
    ///
    /// @throws IllegalArgumentException if it has no form here
    static Object of(@Nullable Object value) {
        return switch (value) {
            case null -> None.NONE;
            case Boolean _, Long _, Double _, String _, None _, Invocable _, Undefined _ -> value;
            case Byte _, Short _, Integer _ -> ((Number) value).longValue();
            case Float number -> number.doubleValue();
            case BigInteger number when number.bitLength() < 64 -> number.longValue();
            case BigDecimal number -> number.doubleValue();
            case CharSequence text -> text.toString();
            case Enum<?> name -> name.toString();
            case Map<?, ?> map -> {
                Map<Object, Object> copy = new LinkedHashMap<>();
                map.forEach((key, entry) -> copy.put(of(key), of(entry)));
                yield copy;
            }
            case Iterable<?> list -> {
                List<Object> copy = new ArrayList<>();
                list.forEach(entry -> copy.add(of(entry)));
                yield copy;
            }
            default ->
                throw new IllegalArgumentException(
                        "a template takes texts, numbers, lists and maps, not " + value.getClass());
        };
    }

    static String type(Object value) {
        return switch (value) {
            case None _ -> "NoneType";
            case Boolean _ -> "bool";
            case Long _ -> "int";
            case Double _ -> "float";
            case String _ -> "str";
            case List<?> _ -> "list";
            case Map<?, ?> _ -> "dict";
            case Tuple _ -> "tuple";
            case Range _ -> "range";
            case View view -> view.type();
            case Generator _ -> "generator";
            case Undefined _ -> "Undefined";
            case Namespace _ -> "jinja2.utils.Namespace";
            case Loop _ -> "jinja2.runtime.LoopContext";
            default -> "function";
        };
    }

    static boolean truth(Object value) {
        return switch (value) {
            case Boolean flag -> flag;
            case None _, Undefined _ -> false;
            case Long number -> number != 0;
            case Double number -> number != 0;
            case String text -> !text.isEmpty();
            case List<?> list -> !list.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            case Group group -> !group.values().isEmpty();
            default -> true;
        };
    }

    /// The values of whatever can be walked through.
    static List<Object> list(Object value) {
        List<Object> values = new ArrayList<>();
        switch (value) {
            case String text -> text.codePoints().mapToObj(Character::toString).forEach(values::add);
            case List<?> list -> values.addAll(list);
            case Map<?, ?> map -> values.addAll(map.keySet());
            case Group group -> values.addAll(group.values());
            case Generator generator -> generator.forEach(values::add);
            case Undefined _ -> {}
            default -> throw new TemplateException("'" + type(value) + "' object is not iterable");
        }
        return values;
    }

    static boolean iterable(Object value) {
        return switch (value) {
            case String _, List<?> _, Map<?, ?> _, Group _, Generator _, Undefined _ -> true;
            default -> false;
        };
    }

    static long length(Object value) {
        return switch (value) {
            case String text -> text.codePointCount(0, text.length());
            case List<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            case Group group -> group.values().size();
            case Undefined _ -> 0;
            default -> throw new TemplateException("object of type '" + type(value) + "' has no len()");
        };
    }

    static boolean contains(Object container, Object value) {
        return switch (container) {
            case String text ->
                text.contains(text(value, "'in <string>' requires string as left operand, not " + type(value)));
            case Map<?, ?> map -> map.containsKey(value);
            default -> {
                if (!iterable(container)) {
                    throw new TemplateException("argument of type '" + type(container) + "' is not iterable");
                }
                yield list(container).stream().anyMatch(other -> equal(value, other));
            }
        };
    }

    /// @param complaint what is told if it is no text
    static String text(Object value, String complaint) {
        return switch (value) {
            case String text -> text;
            case Undefined undefined -> throw undefined.error();
            default -> throw new TemplateException(complaint);
        };
    }

    /// A whole number; `True` is 1.
    static long integer(Object value) {
        return switch (value) {
            case Long number -> number;
            case Boolean flag -> flag ? 1 : 0;
            case Undefined undefined -> throw undefined.error();
            default -> throw new TemplateException("'" + type(value) + "' object cannot be interpreted as an integer");
        };
    }

    static boolean equal(Object a, Object b) {
        if (Arithmetic.number(a) && Arithmetic.number(b)) {
            return Arithmetic.compare(a, b) == 0;
        }
        return switch (a) {
            case List<?> list -> b instanceof List<?> other && equal(List.copyOf(list), List.copyOf(other));
            case Tuple tuple -> b instanceof Tuple other && equal(tuple.values(), other.values());
            case Map<?, ?> map -> b instanceof Map<?, ?> other && equal(map, other);
            case Undefined _ -> b instanceof Undefined;
            default -> Objects.equals(a, b);
        };
    }

    private static boolean equal(List<Object> a, List<Object> b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            if (!equal(a.get(i), b.get(i))) {
                return false;
            }
        }
        return a.size() == b.size();
    }

    private static boolean equal(Map<?, ?> a, Map<?, ?> b) {
        return a.size() == b.size()
                && a.entrySet().stream()
                        .allMatch(entry ->
                                b.containsKey(entry.getKey()) && equal(entry.getValue(), b.get(entry.getKey())));
    }

    /// Negative, 0 or positive.
    ///
    /// @param sign of the comparison, for the message
    /// @throws TemplateException if Python does not order these
    static int order(Object a, Object b, String sign) {
        if (Arithmetic.number(a) && Arithmetic.number(b)) {
            return Arithmetic.compare(a, b);
        }
        if (a instanceof String text && b instanceof String other) {
            return PythonText.order(text, other);
        }
        if (a instanceof List<?> list && b instanceof List<?> other) {
            return order(List.copyOf(list), List.copyOf(other), sign);
        }
        if (a instanceof Tuple tuple && b instanceof Tuple other) {
            return order(tuple.values(), other.values(), sign);
        }
        for (Object value : List.of(a, b)) {
            if (value instanceof Undefined undefined) {
                throw undefined.error();
            }
        }
        throw new TemplateException(
                "'" + sign + "' not supported between instances of '" + type(a) + "' and '" + type(b) + "'");
    }

    private static int order(List<Object> a, List<Object> b, String sign) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            if (!equal(a.get(i), b.get(i))) {
                return order(a.get(i), b.get(i), sign);
            }
        }
        return Integer.compare(a.size(), b.size());
    }
}
