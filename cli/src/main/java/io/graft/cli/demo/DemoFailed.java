package io.graft.cli.demo;

/// A step did not do what it should; the message says what was seen instead.
final class DemoFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DemoFailed(String message) {
        super(message);
    }
}
