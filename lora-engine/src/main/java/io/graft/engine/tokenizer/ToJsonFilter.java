package io.graft.engine.tokenizer;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.filter.AdvancedFilter;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `tojson` as transformers understands it: the text of Python's `json.dumps(value, ensure_ascii=False)`, with
/// `indent`.
final class ToJsonFilter implements AdvancedFilter {

    @Override
    public String getName() {
        return "tojson";
    }

    @Override
    public Object filter(
            @Nullable Object value, JinjavaInterpreter interpreter, Object[] arguments, Map<String, Object> named) {
        @Nullable
        Object indent = named.containsKey("indent") ? named.get("indent") : arguments.length > 0 ? arguments[0] : null;
        int spaces = indent instanceof Number number ? number.intValue() : -1;
        StringBuilder json = new StringBuilder();
        new Writer(json, spaces).write(value, 0);
        return json.toString();
    }

    /// @param indent spaces for each level; negative for all in one line
    private record Writer(StringBuilder json, int indent) {

        void write(@Nullable Object value, int level) {
            switch (value) {
                case null -> json.append("null");
                case Map<?, ?> map -> map(map, level);
                case Collection<?> list -> list(list, level);
                case Boolean flag -> json.append(flag);
                case Number number -> json.append(number);
                default -> text(value.toString());
            }
        }

        private void map(Map<?, ?> map, int level) {
            json.append('{');
            Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
            while (entries.hasNext()) {
                Map.Entry<?, ?> entry = entries.next();
                line(level + 1);
                text(String.valueOf(entry.getKey()));
                json.append(": ");
                write(entry.getValue(), level + 1);
                comma(entries.hasNext());
            }
            close(map.isEmpty(), level, '}');
        }

        private void list(Collection<?> list, int level) {
            json.append('[');
            Iterator<?> values = list.iterator();
            while (values.hasNext()) {
                Object value = values.next();
                line(level + 1);
                write(value, level + 1);
                comma(values.hasNext());
            }
            close(list.isEmpty(), level, ']');
        }

        private void comma(boolean more) {
            if (more) {
                json.append(indent < 0 ? ", " : ",");
            }
        }

        private void close(boolean empty, int level, char bracket) {
            if (!empty) {
                line(level);
            }
            json.append(bracket);
        }

        private void line(int level) {
            if (indent >= 0) {
                json.append('\n').append(" ".repeat(indent * level));
            }
        }

        private void text(String text) {
            json.append('"');
            for (int i = 0; i < text.length(); i++) {
                character(text.charAt(i));
            }
            json.append('"');
        }

        private void character(char c) {
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                case '\b' -> json.append("\\b");
                case '\f' -> json.append("\\f");
                default -> json.append(c < ' ' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
            }
        }
    }
}
