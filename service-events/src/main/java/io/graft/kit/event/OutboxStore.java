package io.graft.kit.event;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.hibernate.exception.GenericJDBCException;
import org.jspecify.annotations.Nullable;

/// The table `outbox`. Plain JDBC on the transaction's own connection: an event is one insert, not an entity.
@ApplicationScoped
class OutboxStore {

    /// Any number will do, as long as all replicas of a service agree on it.
    private static final long RELAY_LOCK = 0x6f7574626f78L;

    private final DataSource database;

    OutboxStore(DataSource database) {
        this.database = database;
    }

    record Row(
            UUID id,
            String topic,
            String key,
            String type,
            String payload,
            @Nullable String traceparent,
            Instant at) {}

    void add(Row row) {
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into outbox (id, topic, key, type, payload, traceparent, created_at)"
                                + " values (?, ?, ?, ?, ?, ?, ?)")) {
            insert.setObject(1, row.id());
            insert.setString(2, row.topic());
            insert.setString(3, row.key());
            insert.setString(4, row.type());
            insert.setString(5, row.payload());
            insert.setString(6, row.traceparent());
            insert.setTimestamp(7, Timestamp.from(row.at()));
            insert.executeUpdate();
        } catch (SQLException e) {
            throw failed("add an event to", e);
        }
    }

    /// Whether this transaction is the one that may send: replicas take turns, so that order holds.
    boolean lock() {
        try (Connection connection = database.getConnection();
                PreparedStatement lock = connection.prepareStatement("select pg_try_advisory_xact_lock(?)")) {
            lock.setLong(1, RELAY_LOCK);
            try (ResultSet row = lock.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        } catch (SQLException e) {
            throw failed("lock", e);
        }
    }

    /// The oldest rows.
    List<Row> oldest(int most) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select id, topic, key, type, payload, traceparent, created_at from outbox order by seq limit ?")) {
            select.setInt(1, most);
            try (ResultSet rows = select.executeQuery()) {
                List<Row> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(row(rows));
                }
                return found;
            }
        } catch (SQLException e) {
            throw failed("read", e);
        }
    }

    void remove(List<UUID> ids) {
        try (Connection connection = database.getConnection();
                PreparedStatement delete = connection.prepareStatement("delete from outbox where id = any (?)")) {
            delete.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            delete.executeUpdate();
        } catch (SQLException e) {
            throw failed("delete from", e);
        }
    }

    private static Row row(ResultSet rows) throws SQLException {
        return new Row(
                rows.getObject(1, UUID.class),
                rows.getString(2),
                rows.getString(3),
                rows.getString(4),
                rows.getString(5),
                rows.getString(6),
                rows.getTimestamp(7).toInstant());
    }

    private static GenericJDBCException failed(String what, SQLException e) {
        return new GenericJDBCException("cannot " + what + " the outbox", e);
    }
}
