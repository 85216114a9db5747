package io.graft.cli.output;

import java.io.PrintStream;
import java.util.Locale;

/// Live progress on standard error: one line that changes on a terminal, plain lines elsewhere.
public final class Progress {

    /// Set by `./graft`, for which it is one test where Java would load a terminal library.
    public static final String TERMINAL = "graft.terminal";

    private static final int WIDTH = 24;
    private static final long PLAIN_EVERY_MILLIS = 2_000;

    private final PrintStream err;
    private final boolean terminal;
    private String last = "";
    private long lastPlain;

    public Progress(PrintStream err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    /// On the terminal that standard error is, if it is one.
    public static Progress onStandardError() {
        boolean terminal = Boolean.getBoolean(TERMINAL) && System.getenv("NO_COLOR") == null;
        return new Progress(System.err, terminal);
    }

    public synchronized void line(String text) {
        clear();
        err.println(text);
        err.flush();
    }

    /// @param share 0 to 1
    public synchronized void bar(double share, String text) {
        show(String.format(Locale.ROOT, "  %s %3.0f %%  %s", bar(share), 100 * share, text));
    }

    /// A state that replaces the one before.
    public synchronized void show(String text) {
        if (text.equals(last)) {
            return;
        }
        if (terminal) {
            err.print("\r" + text + " ".repeat(Math.max(0, last.length() - text.length())));
        } else if (System.currentTimeMillis() - lastPlain >= PLAIN_EVERY_MILLIS) {
            lastPlain = System.currentTimeMillis();
            err.println(text);
        }
        err.flush();
        last = text;
    }

    /// Takes the last state away, so that results stand alone.
    public synchronized void end() {
        clear();
        err.flush();
    }

    private void clear() {
        if (terminal && !last.isEmpty()) {
            err.print("\r" + " ".repeat(last.length()) + "\r");
        }
        last = "";
    }

    private static String bar(double share) {
        int full = (int) Math.round(Math.clamp(share, 0, 1) * WIDTH);
        return "█".repeat(full) + "░".repeat(WIDTH - full);
    }
}
