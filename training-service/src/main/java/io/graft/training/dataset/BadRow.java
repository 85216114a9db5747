package io.graft.training.dataset;

/// A row that cannot be used, and why. It becomes a line of the quality report.
final class BadRow extends Exception {

    private static final long serialVersionUID = 1L;

    BadRow(String reason) {
        super(reason);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
