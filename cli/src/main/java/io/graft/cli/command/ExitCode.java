package io.graft.cli.command;

import io.graft.client.RemoteProblem;
import io.graft.client.UnavailableException;
import java.nio.file.NoSuchFileException;

/// What the command's exit codes mean.
final class ExitCode {

    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int NOT_FOUND = 3;
    static final int UNAVAILABLE = 4;
    static final int NOT_ALLOWED = 5;

    private ExitCode() {}

    static int of(Exception failure) {
        return switch (failure) {
            case UnavailableException _ -> UNAVAILABLE;
            case RemoteProblem problem ->
                switch (problem.status()) {
                    case 404 -> NOT_FOUND;
                    case 401, 403 -> NOT_ALLOWED;
                    case 400, 422 -> USAGE;
                    default -> FAILED;
                };
            case NoSuchFileException _ -> NOT_FOUND;
            case IllegalArgumentException _ -> USAGE;
            default -> FAILED;
        };
    }
}
