package io.graft.localstack.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/// The databases of one server.
public record Databases(int port, Credentials credentials) {

    private static final String MAINTENANCE = "postgres";
    private static final String DUPLICATE_DATABASE = "42P04";

    /// A name is put into SQL and URLs as it is, so it is kept simple.
    private static void requireSimple(String name) {
        if (!name.matches("[a-z][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException("a database name has lower-case letters, digits and _, not: " + name);
        }
    }

    public String jdbcUrl(String database) {
        requireSimple(database);
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /// Opens connections to the database, without a pool.
    public DataSource dataSource(String database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(jdbcUrl(database));
        source.setUser(credentials.user());
        source.setPassword(credentials.password());
        source.setConnectTimeout(2);
        source.setApplicationName("graft-local-stack");
        return source;
    }

    boolean reachable() {
        try (Connection connection = dataSource(MAINTENANCE).getConnection()) {
            return connection.isValid(2);
        } catch (SQLException e) {
            return false;
        }
    }

    /// Creates the database unless it is there.
    public void ensure(String database) {
        requireSimple(database);
        try (Connection connection = dataSource(MAINTENANCE).getConnection()) {
            if (!exists(connection, database)) {
                create(connection, database);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create the database " + database + " at port " + port, e);
        }
    }

    private static boolean exists(Connection connection, String database) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("select 1 from pg_database where datname = ?")) {
            query.setString(1, database);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static void create(Connection connection, String database) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("create database " + database);
        } catch (SQLException e) {
            if (!DUPLICATE_DATABASE.equals(e.getSQLState())) {
                throw e;
            }
        }
    }
}
