package io.graft.engine.jinja;

import io.graft.engine.jinja.Token.Kind;
import java.util.List;

/// Tokens that are read one after the other.
final class TokenStream {

    private final List<Token> tokens;
    private int at;

    TokenStream(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token current() {
        return tokens.get(at);
    }

    Token following() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    Token next() {
        Token token = current();
        if (token.kind() != Kind.END) {
            at++;
        }
        return token;
    }

    boolean isOperator(String text) {
        return current().is(Kind.OPERATOR, text);
    }

    boolean isName(String text) {
        return current().is(Kind.NAME, text);
    }

    boolean skipOperator(String text) {
        boolean there = isOperator(text);
        at += there ? 1 : 0;
        return there;
    }

    boolean skipName(String text) {
        boolean there = isName(text);
        at += there ? 1 : 0;
        return there;
    }

    void expectOperator(String text) {
        if (!skipOperator(text)) {
            throw unexpected("'" + text + "'");
        }
    }

    void expectName(String text) {
        if (!skipName(text)) {
            throw unexpected("'" + text + "'");
        }
    }

    String name() {
        return expect(Kind.NAME, "a name").text();
    }

    Token expect(Kind kind, String wanted) {
        if (current().kind() != kind) {
            throw unexpected(wanted);
        }
        return next();
    }

    TemplateException unexpected(String wanted) {
        return error("expected " + wanted + ", got " + current().told());
    }

    TemplateException error(String message) {
        return new TemplateException(current().line(), message);
    }
}
