package io.graft.engine.tokenizer;

import com.hubspot.jinjava.el.JinjavaInterpreterResolver;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import jinjava.javax.el.ELContext;
import jinjava.javax.el.ELResolver;
import org.jspecify.annotations.Nullable;

/// Methods of Python's strings and dictionaries, which chat templates call; everything else is left to Jinjava.
final class PythonMethods extends ELResolver {

    private static final ELResolver REST = JinjavaInterpreterResolver.DEFAULT_RESOLVER_READ_ONLY;

    @Override
    public @Nullable Object invoke(
            ELContext context, Object base, Object method, Class<?>[] types, @Nullable Object[] arguments) {
        String name = String.valueOf(method);
        @Nullable
        Object result = switch (base) {
            case CharSequence text -> ofText(text.toString(), name, arguments);
            case Map<?, ?> map -> ofMap(map, name, arguments);
            default -> null;
        };
        if (result == null) {
            return REST.invoke(context, base, method, types, arguments);
        }
        context.setPropertyResolved(true);
        return result;
    }

    private static @Nullable Object ofText(String text, String method, @Nullable Object[] arguments) {
        String first = arguments.length > 0 ? String.valueOf(arguments[0]) : "";
        return switch (method) {
            case "strip" -> strip(text, first, true, true);
            case "lstrip" -> strip(text, first, true, false);
            case "rstrip" -> strip(text, first, false, true);
            case "split" -> split(text, first);
            case "startswith" -> text.startsWith(first);
            case "endswith" -> text.endsWith(first);
            case "upper" -> text.toUpperCase(Locale.ROOT);
            case "lower" -> text.toLowerCase(Locale.ROOT);
            case "capitalize" ->
                text.isEmpty()
                        ? text
                        : text.substring(0, 1).toUpperCase(Locale.ROOT)
                                + text.substring(1).toLowerCase(Locale.ROOT);
            case "replace" -> text.replace(first, String.valueOf(arguments[1]));
            case "find" -> (long) text.indexOf(first);
            case "count" -> (long) split(text, first).size() - 1;
            case "removeprefix" -> text.startsWith(first) ? text.substring(first.length()) : text;
            case "removesuffix" -> text.endsWith(first) ? text.substring(0, text.length() - first.length()) : text;
            case "join" -> arguments[0] instanceof Collection<?> parts ? join(text, parts) : null;
            default -> null;
        };
    }

    private static @Nullable Object ofMap(Map<?, ?> map, String method, @Nullable Object[] arguments) {
        return switch (method) {
            case "items" ->
                map.entrySet().stream()
                        .map(entry -> Arrays.asList(entry.getKey(), entry.getValue()))
                        .toList();
            case "keys" -> new ArrayList<>(map.keySet());
            case "values" -> new ArrayList<>(map.values());
            case "get" -> {
                @Nullable Object value = map.get(arguments[0]);
                yield value == null && arguments.length > 1 ? arguments[1] : value;
            }
            default -> null;
        };
    }

    private static String join(String separator, Collection<?> parts) {
        return parts.stream().map(String::valueOf).collect(Collectors.joining(separator));
    }

    /// @param characters to take away; white space where it is empty
    private static String strip(String text, String characters, boolean left, boolean right) {
        int start = 0;
        int end = text.length();
        while (left && start < end && goes(text.charAt(start), characters)) {
            start++;
        }
        while (right && end > start && goes(text.charAt(end - 1), characters)) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean goes(char c, String characters) {
        return characters.isEmpty()
                ? Character.isWhitespace(c) || Character.isSpaceChar(c)
                : characters.indexOf(c) >= 0;
    }

    /// @param separator white space of any length where it is empty
    private static List<String> split(String text, String separator) {
        if (separator.isEmpty()) {
            String words = text.strip();
            return words.isEmpty() ? List.of() : List.of(words.split("\\s+", -1));
        }
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
            parts.add(text.substring(from, at));
            from = at + separator.length();
        }
        parts.add(text.substring(from));
        return parts;
    }

    @Override
    public @Nullable Object getValue(ELContext context, @Nullable Object base, Object property) {
        return REST.getValue(context, base, property);
    }

    @Override
    public @Nullable Class<?> getType(ELContext context, @Nullable Object base, Object property) {
        return REST.getType(context, base, property);
    }

    @Override
    public void setValue(ELContext context, @Nullable Object base, Object property, @Nullable Object value) {
        REST.setValue(context, base, property, value);
    }

    @Override
    public boolean isReadOnly(ELContext context, @Nullable Object base, Object property) {
        return REST.isReadOnly(context, base, property);
    }

    @Override
    public @Nullable Iterator<java.beans.FeatureDescriptor> getFeatureDescriptors(
            ELContext context, @Nullable Object base) {
        return REST.getFeatureDescriptors(context, base);
    }

    @Override
    public @Nullable Class<?> getCommonPropertyType(ELContext context, @Nullable Object base) {
        return REST.getCommonPropertyType(context, base);
    }
}
