package io.graft.kit.problem;

import io.graft.client.UnavailableException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;
import javax.transaction.xa.XAException;

/// Whether something failed for a reason that passes by itself.
public enum FailureKind {
    /// The database or another service is away: wait and try again, however long it takes.
    PASSING,
    /// The input or the code is at fault: trying again changes nothing.
    LASTING;

    /// SQL state classes: connection, resources, operator intervention, serialization, system error.
    private static final Set<String> PASSING_CLASSES = Set.of("08", "53", "57", "40", "58");

    public static FailureKind of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (passes(cause)) {
                return PASSING;
            }
        }
        return LASTING;
    }

    private static boolean passes(Throwable cause) {
        return switch (cause) {
            case UnavailableException _, Problem.Unavailable _, Problem.NoSpace _ -> true;
            case SQLTransientException _, SQLRecoverableException _, XAException _ -> true;
            case SQLException sql ->
                sql.getSQLState() == null
                        || (sql.getSQLState().length() >= 2
                                && PASSING_CLASSES.contains(sql.getSQLState().substring(0, 2)));
            default -> false;
        };
    }
}
