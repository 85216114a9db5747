package io.graft.kit.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.client.UnavailableException;
import jakarta.transaction.RollbackException;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import javax.transaction.xa.XAException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FailureKindTest {

    @Test
    void a_database_or_service_that_is_away_comes_back() {
        assertThat(kind(new SQLException("This connection has been closed.", "08003")))
                .isEqualTo(FailureKind.PASSING);
        assertThat(kind(new SQLException("the database system is shutting down", "57P03")))
                .isEqualTo(FailureKind.PASSING);
        assertThat(kind(new SQLException("Sorry, acquisition timeout!"))).isEqualTo(FailureKind.PASSING);
        assertThat(kind(new UnavailableException(URI.create("http://127.0.0.1:1/x"), new IOException("refused"))))
                .isEqualTo(FailureKind.PASSING);
        assertThat(kind(new Problem.Unavailable("starting", Duration.ofSeconds(1))))
                .isEqualTo(FailureKind.PASSING);
    }

    @Test
    void a_commit_that_failed_is_judged_by_what_its_transaction_manager_suppressed() {
        assertThat(kind(commit(new SQLException("terminating connection due to unexpected postmaster exit", "57P02"))))
                .isEqualTo(FailureKind.PASSING);
        assertThat(kind(commit(null))).isEqualTo(FailureKind.PASSING);
        assertThat(kind(commit(new SQLException("duplicate key", "23505")))).isEqualTo(FailureKind.LASTING);
    }

    @Test
    void causes_that_go_round_in_a_circle_end() {
        Exception first = new IllegalStateException("first");
        first.addSuppressed(new IllegalStateException("second", first));
        assertThat(kind(first)).isEqualTo(FailureKind.LASTING);
    }

    @Test
    void what_is_wrong_stays_wrong() {
        assertThat(kind(new SQLException("duplicate key", "23505"))).isEqualTo(FailureKind.LASTING);
        assertThat(kind(new IllegalStateException("no such state"))).isEqualTo(FailureKind.LASTING);
        assertThat(kind(Problem.Invalid.of("r", "must be 1"))).isEqualTo(FailureKind.LASTING);
    }

    /// As Narayana throws it when the database goes away between the last statement and the commit.
    private static Exception commit(@Nullable SQLException cause) {
        XAException refused = new XAException("Error trying to transactionCommit local transaction");
        refused.initCause(cause);
        Exception rollback = new RollbackException("ARJUNA016053: Could not commit transaction.");
        rollback.addSuppressed(refused);
        return rollback;
    }

    private static FailureKind kind(Exception cause) {
        return FailureKind.of(new RuntimeException("outer", cause));
    }
}
