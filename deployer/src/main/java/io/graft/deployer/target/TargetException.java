package io.graft.deployer.target;

/// A call to a serving target did not work out. The message is fit to be shown.
public abstract sealed class TargetException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private TargetException(String message, Throwable cause) {
        super(message, cause);
    }

    /// Nobody answered, or only with trouble of their own: later is right.
    public static final class Unreachable extends TargetException {
        private static final long serialVersionUID = 1L;

        public Unreachable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// The answer is no: the same call again would be refused again.
    public static final class Refused extends TargetException {
        private static final long serialVersionUID = 1L;

        public Refused(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
