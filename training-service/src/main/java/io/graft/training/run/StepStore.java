package io.graft.training.run;

import io.agroal.api.AgroalDataSource;
import io.graft.contracts.training.TrainingApi.StepMetric;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;

/// Keeps the steps of runs in `run_step`, each once. Plain JDBC: they come in batches.
@ApplicationScoped
class StepStore {

    private static final String INSERT =
            "insert into run_step (run_id, step, epoch, loss, learning_rate, grad_norm, mean_token_accuracy, num_tokens,"
                    + " tokens_per_second, at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing";
    private static final String SELECT =
            "select step, epoch, loss, learning_rate, grad_norm, mean_token_accuracy, num_tokens, tokens_per_second, at"
                    + " from run_step where run_id = ? and step > ? order by step limit ?";

    private final AgroalDataSource dataSource;

    StepStore(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /// Adds the steps that are not there yet.
    void add(RunId run, List<StepMetric> steps) {
        if (steps.isEmpty()) {
            return;
        }
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (StepMetric step : steps) {
                bind(insert, run, step);
                insert.addBatch();
            }
            insert.executeBatch();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot keep " + steps.size() + " steps of run " + run, e);
        }
    }

    private static void bind(PreparedStatement insert, RunId run, StepMetric step) throws SQLException {
        insert.setObject(1, run.value());
        insert.setInt(2, step.step());
        insert.setDouble(3, step.epoch());
        insert.setDouble(4, step.loss());
        insert.setDouble(5, step.learningRate());
        insert.setDouble(6, step.gradNorm());
        insert.setDouble(7, step.meanTokenAccuracy());
        insert.setLong(8, step.numTokens());
        insert.setDouble(9, step.tokensPerSecond());
        insert.setTimestamp(10, Timestamp.from(step.at()));
    }

    /// The steps after one, in order.
    List<StepMetric> after(RunId run, int step, int limit) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setObject(1, run.value());
            select.setInt(2, step);
            select.setInt(3, limit);
            try (ResultSet rows = select.executeQuery()) {
                List<StepMetric> steps = new ArrayList<>();
                while (rows.next()) {
                    steps.add(step(rows));
                }
                return steps;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read the steps of run " + run, e);
        }
    }

    private static StepMetric step(ResultSet row) throws SQLException {
        return new StepMetric(
                row.getInt(1),
                row.getDouble(2),
                row.getDouble(3),
                row.getDouble(4),
                row.getDouble(5),
                row.getDouble(6),
                row.getLong(7),
                row.getDouble(8),
                row.getTimestamp(9).toInstant());
    }
}
