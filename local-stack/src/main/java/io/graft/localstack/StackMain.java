package io.graft.localstack;

import io.graft.localstack.supervisor.ProcessStatus;
import io.graft.localstack.supervisor.StackStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/// The stack by plain verbs, for looking at it without the `graft` command:
/// `StackMain <repository> up|down|status|doctor|reset|warm`.
public final class StackMain {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private StackMain() {}

    public static void main(String[] arguments) {
        if (arguments.length != 2) {
            say("usage: StackMain <repository> up|down|status|doctor|reset|warm");
            System.exit(2);
        }
        LocalStack stack = LocalStack.of(Path.of(arguments[0]), System.getenv());
        try {
            run(stack, arguments[1]);
        } catch (StackFailed e) {
            say(String.valueOf(e.getMessage()));
            System.exit(1);
        }
    }

    private static void run(LocalStack stack, String verb) {
        switch (verb) {
            case "up" -> show(stack.up(status -> {}, PATIENCE));
            case "down" -> stack.down(name -> say("stopped " + name));
            case "status" -> show(stack.status());
            case "doctor" ->
                stack.doctor()
                        .forEach(check -> say((check.isFine() ? "ok       " : "problem  ") + check.name() + ": "
                                + check.finding()
                                + check.remedy().map(remedy -> " -> " + remedy).orElse("")));
            case "reset" -> stack.reset(name -> say("stopped " + name));
            case "warm" -> stack.warm(StackMain::say).forEach(name -> say("warm: " + name));
            default -> throw new StackFailed("no such verb: " + verb);
        }
    }

    private static void show(StackStatus status) {
        say(status.supervised() ? "supervised" : "no supervisor");
        for (ProcessStatus process : status.processes()) {
            say(String.format(
                    Locale.ROOT,
                    "%-20s %-12s pid %-8s port %-6d restarts %-3d %4d MiB  %s",
                    process.name(),
                    process.state(),
                    process.pid().isPresent() ? Long.toString(process.pid().getAsLong()) : "-",
                    process.port(),
                    process.restarts(),
                    process.residentBytes().orElse(0) >> 20,
                    process.detail()));
        }
        say((status.residentBytes() >> 20) + " MiB in all");
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
