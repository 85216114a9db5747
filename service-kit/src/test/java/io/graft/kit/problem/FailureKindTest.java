package io.graft.kit.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.client.UnavailableException;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
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
    void what_is_wrong_stays_wrong() {
        assertThat(kind(new SQLException("duplicate key", "23505"))).isEqualTo(FailureKind.LASTING);
        assertThat(kind(new IllegalStateException("no such state"))).isEqualTo(FailureKind.LASTING);
        assertThat(kind(Problem.Invalid.of("r", "must be 1"))).isEqualTo(FailureKind.LASTING);
    }

    private static FailureKind kind(Exception cause) {
        return FailureKind.of(new RuntimeException("outer", cause));
    }
}
