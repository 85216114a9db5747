package io.graft.kit.event;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import javax.sql.DataSource;
import org.hibernate.exception.GenericJDBCException;

/// The table `inbox`: the ids of events already handled.
@ApplicationScoped
class InboxStore {

    private final DataSource database;

    InboxStore(DataSource database) {
        this.database = database;
    }

    /// True the first time in a committed transaction, false for an event that was handled before.
    boolean accept(ReceivedEvent event, Instant now) {
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into inbox (event_id, type, received_at) values (?, ?, ?) on conflict do nothing")) {
            insert.setObject(1, event.id());
            insert.setString(2, event.type().type());
            insert.setTimestamp(3, Timestamp.from(now));
            return insert.executeUpdate() == 1;
        } catch (SQLException e) {
            throw new GenericJDBCException("cannot write to the inbox", e);
        }
    }

    int forget(Instant before) {
        try (Connection connection = database.getConnection();
                PreparedStatement delete = connection.prepareStatement("delete from inbox where received_at < ?")) {
            delete.setTimestamp(1, Timestamp.from(before));
            return delete.executeUpdate();
        } catch (SQLException e) {
            throw new GenericJDBCException("cannot clean the inbox", e);
        }
    }
}
