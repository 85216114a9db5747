package io.graft.engine.jinja;

import java.util.ArrayList;
import java.util.List;

/// Python's operators on numbers, texts and lists.
final class Arithmetic {

    private static final int LONGEST = 1 << 24; // characters or entries that a product may have

    private Arithmetic() {}

    static boolean number(Object value) {
        return value instanceof Long || value instanceof Double || value instanceof Boolean;
    }

    static double decimal(Object number) {
        return switch (number) {
            case Double decimal -> decimal;
            default -> Values.integer(number);
        };
    }

    /// Negative, 0 or positive, and not 0 where one is no number.
    static int compare(Object a, Object b) {
        if (a instanceof Double || b instanceof Double) {
            double left = decimal(a);
            double right = decimal(b);
            return left == right ? 0 : left < right ? -1 : 1;
        }
        return Long.compare(Values.integer(a), Values.integer(b));
    }

    /// @param operator `+`, `-`, `*`, `/`, `//`, `%` or `**`
    static Object apply(String operator, Object a, Object b) {
        for (Object value : List.of(a, b)) {
            if (value instanceof Undefined undefined) {
                throw undefined.error();
            }
        }
        if (a instanceof String text && operator.equals("%")) {
            return PercentFormat.format(text, b);
        }
        if (number(a) && number(b)) {
            return a instanceof Double || b instanceof Double || operator.equals("/")
                    ? decimals(operator, decimal(a), decimal(b))
                    : integers(operator, Values.integer(a), Values.integer(b));
        }
        if (operator.equals("+")) {
            return sum(a, b);
        }
        if (operator.equals("*") && (number(a) || number(b))) {
            return number(a) ? repeated(b, a) : repeated(a, b);
        }
        throw unsupported(operator, a, b);
    }

    static Object negative(Object value) {
        return value instanceof Double number ? (Object) (-number) : (Object) Math.negateExact(signed("-", value));
    }

    static Object positive(Object value) {
        return value instanceof Double ? value : (Object) signed("+", value);
    }

    private static long signed(String sign, Object value) {
        if (!number(value) && !(value instanceof Undefined)) {
            throw new TemplateException("bad operand type for unary " + sign + ": '" + Values.type(value) + "'");
        }
        return Values.integer(value);
    }

    private static Object integers(String operator, long a, long b) {
        if ((operator.equals("//") || operator.equals("%")) && b == 0) {
            throw new TemplateException("integer division or modulo by zero");
        }
        try {
            return switch (operator) {
                case "+" -> Math.addExact(a, b);
                case "-" -> Math.subtractExact(a, b);
                case "*" -> Math.multiplyExact(a, b);
                case "//" -> Math.floorDivExact(a, b);
                case "%" -> Math.floorMod(a, b);
                default -> b < 0 ? (Object) Math.pow((double) a, (double) b) : (Object) power(a, b);
            };
        } catch (ArithmeticException e) {
            throw new TemplateException("whole numbers beyond 64 bits are not supported: " + a + operator + b);
        }
    }

    private static long power(long base, long exponent) {
        long result = 1;
        for (long i = 0; i < exponent && result != 0 && !(base == 1); i++) {
            result = Math.multiplyExact(result, base);
            if (base == -1) {
                return exponent % 2 == 0 ? 1 : -1;
            }
        }
        return result;
    }

    private static double decimals(String operator, double a, double b) {
        if (b == 0 && (operator.equals("/") || operator.equals("//") || operator.equals("%"))) {
            throw new TemplateException("division by zero");
        }
        return switch (operator) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> a / b;
            case "//" -> Math.floor(a / b);
            case "%" -> {
                double rest = a % b;
                yield rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
            }
            default -> Math.pow(a, b);
        };
    }

    private static Object sum(Object a, Object b) {
        if (a instanceof String text && b instanceof String other) {
            return text + other;
        }
        if (a instanceof List<?> list && b instanceof List<?> other) {
            List<Object> all = new ArrayList<>(list);
            all.addAll(other);
            return all;
        }
        if (a instanceof Tuple tuple && b instanceof Tuple other) {
            List<Object> all = new ArrayList<>(tuple.values());
            all.addAll(other.values());
            return Tuple.of(all);
        }
        if (a instanceof String || a instanceof List<?> || a instanceof Tuple) {
            String type = Values.type(a);
            throw new TemplateException(
                    "can only concatenate " + type + " (not \"" + Values.type(b) + "\") to " + type);
        }
        throw unsupported("+", a, b);
    }

    private static Object repeated(Object value, Object count) {
        int times = Math.clamp(Values.integer(count), 0, Integer.MAX_VALUE);
        if (!(value instanceof String || value instanceof List<?> || value instanceof Tuple)) {
            throw unsupported("*", value, count);
        }
        if (Values.length(value) * times > LONGEST) {
            throw new TemplateException("a product of more than " + LONGEST + " characters or entries is refused");
        }
        if (value instanceof String text) {
            return text.repeat(times);
        }
        List<Object> all = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            all.addAll(Values.list(value));
        }
        return value instanceof Tuple ? Tuple.of(all) : all;
    }

    private static TemplateException unsupported(String operator, Object a, Object b) {
        String sign = operator.equals("**") ? "** or pow()" : operator;
        return new TemplateException(
                "unsupported operand type(s) for " + sign + ": '" + Values.type(a) + "' and '" + Values.type(b) + "'");
    }
}
