package io.graft.localstack.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/// The spans in a PostgreSQL database.
final class SpanStore {

    private static final TypeReference<Map<String, Object>> ATTRIBUTES = new TypeReference<>() {};
    private static final int MOST_TRACES = 50;
    private static final Set<String> NOTHING_STORED_YET = Set.of("3D000", "42P01"); // no such database, no such table

    private final DataSource database;
    private final ObjectMapper json;

    SpanStore(DataSource database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    /// Makes the table unless it is there.
    void prepare() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    create table if not exists spans (
                        trace_id text not null,
                        span_id text not null,
                        parent_id text,
                        service text not null,
                        name text not null,
                        kind text not null,
                        started timestamptz not null,
                        ended timestamptz not null,
                        error boolean not null,
                        status_message text not null,
                        attributes jsonb not null,
                        primary key (trace_id, span_id))""");
            statement.execute("create index if not exists spans_started on spans (started)");
            statement.execute(
                    "create index if not exists spans_attributes on spans" + " using gin (attributes jsonb_path_ops)");
        }
    }

    /// Adds the spans; one that is there already, because its sender did not hear that it was, is left as it is.
    void add(List<Span> spans) throws SQLException {
        String sql = """
                insert into spans (trace_id, span_id, parent_id, service, name, kind, started, ended, error,
                    status_message, attributes)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb) on conflict do nothing""";
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement(sql)) {
                for (Span span : spans) {
                    bind(insert, span);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            connection.commit();
        }
    }

    /// The spans of a trace, oldest first; none for a trace that nobody has heard of.
    List<Span> ofTrace(String traceId) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(
                        "select * from spans where trace_id = ? order by started, span_id")) {
            query.setString(1, traceId);
            try (ResultSet rows = query.executeQuery()) {
                List<Span> spans = new ArrayList<>();
                while (rows.next()) {
                    spans.add(span(rows));
                }
                return spans;
            }
        } catch (SQLException e) {
            return noneIfNothingIsStoredYet(e);
        }
    }

    /// The traces with a span that has the attribute with this text or number, latest first, 50 at most.
    List<String> withAttribute(String key, String value) throws SQLException {
        String sql = """
                select trace_id from spans where attributes @> ?::jsonb or attributes @> ?::jsonb
                group by trace_id order by max(started) desc limit ?""";
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, write(Map.of(key, value)));
            query.setString(2, write(Map.of(key, asNumber(value))));
            query.setInt(3, MOST_TRACES);
            try (ResultSet rows = query.executeQuery()) {
                List<String> traces = new ArrayList<>();
                while (rows.next()) {
                    traces.add(rows.getString(1));
                }
                return traces;
            }
        } catch (SQLException e) {
            return noneIfNothingIsStoredYet(e);
        }
    }

    /// Deletes what began before the instant; returns how many spans that were.
    int deleteBefore(Instant instant) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement delete = connection.prepareStatement("delete from spans where started < ?")) {
            delete.setObject(1, instant.atOffset(ZoneOffset.UTC));
            return delete.executeUpdate();
        }
    }

    /// The database and its table appear with the first span.
    private static <T> List<T> noneIfNothingIsStoredYet(SQLException e) throws SQLException {
        if (NOTHING_STORED_YET.contains(e.getSQLState())) {
            return List.of();
        }
        throw e;
    }

    private void bind(PreparedStatement insert, Span span) throws SQLException {
        insert.setString(1, span.traceId());
        insert.setString(2, span.spanId());
        insert.setString(3, span.parentId().orElse(null));
        insert.setString(4, span.service());
        insert.setString(5, span.name());
        insert.setString(6, span.kind());
        insert.setObject(7, span.start().atOffset(ZoneOffset.UTC));
        insert.setObject(8, span.end().atOffset(ZoneOffset.UTC));
        insert.setBoolean(9, span.error());
        insert.setString(10, span.statusMessage());
        insert.setString(11, write(span.attributes()));
    }

    private Span span(ResultSet row) throws SQLException {
        return new Span(
                row.getString("trace_id"),
                row.getString("span_id"),
                Optional.ofNullable(row.getString("parent_id")),
                row.getString("service"),
                row.getString("name"),
                row.getString("kind"),
                row.getObject("started", OffsetDateTime.class).toInstant(),
                row.getObject("ended", OffsetDateTime.class).toInstant(),
                row.getBoolean("error"),
                row.getString("status_message"),
                read(row.getString("attributes")));
    }

    private static Object asNumber(String value) {
        return value.matches("-?\\d{1,18}") ? Long.valueOf(value) : value;
    }

    private String write(Map<String, Object> attributes) {
        try {
            return json.writeValueAsString(attributes);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("attributes that JSON cannot hold: " + attributes, e);
        }
    }

    private Map<String, Object> read(String attributes) {
        try {
            return json.readValue(attributes, ATTRIBUTES);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("attributes in the database that are no JSON: " + attributes, e);
        }
    }
}
