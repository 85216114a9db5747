package io.graft.localstack.process;

import java.util.List;

/// A process did not do what it was started for. The message ends with the last lines of its log.
public final class ProcessFailed extends RuntimeException {

    private static final long serialVersionUID = 1;
    private static final int LINES = 15;

    public ProcessFailed(String what, LogFile log) {
        super(message(what, log, log.tail(LINES)));
    }

    private static String message(String what, LogFile log, List<String> tail) {
        return tail.isEmpty()
                ? what + "; its log " + log.path() + " is empty"
                : what + "; the end of " + log.path() + ":\n  " + String.join("\n  ", tail);
    }
}
