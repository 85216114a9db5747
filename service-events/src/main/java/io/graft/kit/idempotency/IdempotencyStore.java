package io.graft.kit.idempotency;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;
import org.hibernate.exception.GenericJDBCException;
import org.jspecify.annotations.Nullable;

/// The table `idempotency`, on the transaction's own connection.
@ApplicationScoped
class IdempotencyStore {

    private final DataSource database;

    IdempotencyStore(DataSource database) {
        this.database = database;
    }

    record Given(
            String bodyDigest,
            int status,
            @Nullable String location,
            @Nullable String etag,
            @Nullable String body) {}

    /// Takes the key for this transaction; false when another one has it.
    boolean lock(String operation, String key) {
        return query("select pg_try_advisory_xact_lock(hashtextextended(?, 0))", statement -> {
            statement.setString(1, operation + "\n" + key);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        });
    }

    Optional<Given> find(String operation, String key) {
        return query(
                "select body_digest, status, location, etag, body from idempotency where operation = ? and key = ?",
                statement -> {
                    statement.setString(1, operation);
                    statement.setString(2, key);
                    try (ResultSet row = statement.executeQuery()) {
                        return row.next() ? Optional.of(given(row)) : Optional.empty();
                    }
                });
    }

    void remember(String operation, String key, Given given, Instant now) {
        query(
                "insert into idempotency (operation, key, body_digest, status, location, etag, body, created_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                statement -> {
                    statement.setString(1, operation);
                    statement.setString(2, key);
                    statement.setString(3, given.bodyDigest());
                    statement.setInt(4, given.status());
                    statement.setString(5, given.location());
                    statement.setString(6, given.etag());
                    statement.setString(7, given.body());
                    statement.setTimestamp(8, Timestamp.from(now));
                    return statement.executeUpdate();
                });
    }

    void forget(Instant before) {
        query("delete from idempotency where created_at < ?", statement -> {
            statement.setTimestamp(1, Timestamp.from(before));
            return statement.executeUpdate();
        });
    }

    private static Given given(ResultSet row) throws SQLException {
        return new Given(row.getString(1), row.getInt(2), row.getString(3), row.getString(4), row.getString(5));
    }

    private interface Step<T> {
        T run(PreparedStatement statement) throws SQLException;
    }

    private <T> T query(String sql, Step<T> step) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            return step.run(statement);
        } catch (SQLException e) {
            throw new GenericJDBCException("cannot use the table of idempotency keys", e);
        }
    }
}
