package io.graft.engine.adapter;

import java.io.IOException;

/// An adapter belongs to other base weights than the ones it was to be used with.
public final class WrongBaseModelException extends IOException {

    private static final long serialVersionUID = 1L;

    WrongBaseModelException(String message) {
        super(message);
    }
}
