package io.graft.cli.command;

import io.graft.client.RemoteProblem;
import io.graft.client.UnavailableException;
import io.graft.engine.hub.HubException;
import io.graft.engine.training.NotEnoughMemoryException;
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
            case HubException hub -> of(hub.reason());
            case NoSuchFileException _ -> NOT_FOUND;
            case NotEnoughMemoryException _ -> FAILED;
            case IllegalArgumentException _ -> USAGE;
            default -> FAILED;
        };
    }

    private static int of(HubException.Reason reason) {
        return switch (reason) {
            case REPOSITORY_NOT_FOUND, REVISION_NOT_FOUND, FILE_NOT_FOUND -> NOT_FOUND;
            case GATED, TOKEN_MISSING, TOKEN_REFUSED -> NOT_ALLOWED;
            case NOT_CACHED, UNREACHABLE -> UNAVAILABLE;
            case CORRUPT, BAD_ANSWER, TOO_LARGE, CACHE -> FAILED;
        };
    }
}
