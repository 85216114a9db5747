package io.graft.client;

import java.net.URI;

/// No answer from a service: it is down, starting, or the connection broke. Trying again later is right.
public final class UnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnavailableException(URI uri, Throwable cause) {
        super(
                "no answer from " + uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath() + ": "
                        + (cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage()),
                cause);
    }
}
