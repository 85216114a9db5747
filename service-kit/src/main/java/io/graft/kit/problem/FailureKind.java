package io.graft.kit.problem;

import io.graft.client.UnavailableException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.stream.Stream;
import javax.transaction.xa.XAException;
import org.jspecify.annotations.Nullable;

/// Whether something failed for a reason that passes by itself.
public enum FailureKind {
    /// The database or another service is away: wait and try again, however long it takes.
    PASSING,
    /// The input or the code is at fault: trying again changes nothing.
    LASTING;

    /// SQL state classes: connection, resources, operator intervention, serialization, system error.
    private static final Set<String> PASSING_CLASSES = Set.of("08", "53", "57", "40", "58");

    /// Looks at the failure, its causes and what they suppressed: a transaction manager tells why a commit failed only
    /// in the latter.
    public static FailureKind of(Throwable failure) {
        return passes(failure, Collections.newSetFromMap(new IdentityHashMap<>())) ? PASSING : LASTING;
    }

    private static boolean passes(@Nullable Throwable failure, Set<Throwable> seen) {
        return failure != null
                && seen.add(failure)
                && (passes(failure)
                        || passes(failure.getCause(), seen)
                        || Stream.of(failure.getSuppressed()).anyMatch(suppressed -> passes(suppressed, seen)));
    }

    private static boolean passes(Throwable failure) {
        return switch (failure) {
            case UnavailableException _, Problem.Unavailable _, Problem.NoSpace _ -> true;
            case SQLTransientException _, SQLRecoverableException _ -> true;
            case XAException xa -> xa.getCause() == null;
            case SQLException sql ->
                sql.getSQLState() == null
                        || (sql.getSQLState().length() >= 2
                                && PASSING_CLASSES.contains(sql.getSQLState().substring(0, 2)));
            default -> false;
        };
    }
}
