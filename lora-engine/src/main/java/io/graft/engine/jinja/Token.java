package io.graft.engine.jinja;

/// A piece of a template.
///
/// @param text without quotes and escapes for strings
/// @param line from 1
record Token(Kind kind, String text, int line) {

    /// What it is.
    enum Kind {
        /// Text between blocks.
        DATA,
        BLOCK_BEGIN,
        BLOCK_END,
        VARIABLE_BEGIN,
        VARIABLE_END,
        NAME,
        STRING,
        INTEGER,
        FLOAT,
        OPERATOR,
        /// After the last piece.
        END
    }

    boolean is(Kind other, String word) {
        return kind == other && text.equals(word);
    }

    /// As messages name it.
    String told() {
        return switch (kind) {
            case DATA -> "template data";
            case BLOCK_BEGIN -> "begin of statement block";
            case BLOCK_END -> "end of statement block";
            case VARIABLE_BEGIN -> "begin of print statement";
            case VARIABLE_END -> "end of print statement";
            case END -> "end of template";
            default -> "'" + text + "'";
        };
    }
}
