package io.graft.engine.tokenizer;

/// A chat template does not accept a conversation, or cannot be rendered.
public final class ChatTemplateException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    ChatTemplateException(String message) {
        super(message);
    }

    ChatTemplateException(String message, Throwable cause) {
        super(message, cause);
    }
}
