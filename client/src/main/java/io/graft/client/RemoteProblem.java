package io.graft.client;

import io.graft.contracts.ProblemDetail;
import java.net.URI;

/// A service answered with an error. The message is fit to be shown to the user.
public final class RemoteProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ProblemDetail detail;

    public RemoteProblem(URI uri, ProblemDetail detail) {
        super(sentence(uri, detail));
        this.detail = detail;
    }

    public ProblemDetail detail() {
        return detail;
    }

    public int status() {
        return detail.status();
    }

    private static String sentence(URI uri, ProblemDetail detail) {
        StringBuilder text = new StringBuilder(detail.detail() == null ? detail.title() : detail.detail());
        detail.errors()
                .forEach(error ->
                        text.append("; ").append(error.field()).append(": ").append(error.message()));
        return text.append(" (")
                .append(detail.status())
                .append(" from ")
                .append(uri.getRawPath())
                .append(')')
                .toString();
    }
}
