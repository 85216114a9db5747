package io.graft.deployer.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.graft.contracts.ContractJson;
import io.graft.contracts.ProblemDetail.FieldError;
import io.graft.contracts.deployment.DeploymentApi.DeployRequest;
import io.graft.contracts.deployment.DeploymentApi.Strategy;
import io.graft.kit.problem.Problem;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'model_path': 'desk/1.2.0'}",
                "{'model_path': 'desk@1.2.0'}",
                "{'model': 'desk', 'version': '1.2.0'}"
            })
    void model_and_version_come_in_either_form(String json) throws IOException {
        Order order = order(json);

        assertThat(order.model()).isEqualTo("desk");
        assertThat(order.version()).isEqualTo("1.2.0");
        assertThat(order.environment()).isEqualTo("local");
        assertThat(order.strategy()).isEqualTo(Strategy.canary);
        assertThat(order.config().minRequests()).isEqualTo(20);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {'model_path': 'desk'}                     | model_path  | must be NAME/VERSION or NAME@VERSION, is 'desk'
            {'model': 'desk'}                          | version     | is missing: give model and version, or model_path as NAME/VERSION
            {'model_path': 'desk/1', 'version': '2'}   | version     | is 2, but model_path says 1
            """)
    void a_subject_that_is_not_clear_is_refused(String json, String field, String message) {
        assertThat(errors(json)).containsExactly(new FieldError(field, message));
    }

    @Test
    void another_environment_is_refused_with_those_there_are() {
        assertThat(errors("{'model_path': 'desk/1', 'environment': 'moon'}"))
                .containsExactly(new FieldError("environment", "must be one of [local], is moon"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            'steps': [10, 50]                     | steps                 | must rise from at least 1 and end with 100, are [10, 50]
            'steps': [50, 10, 100]                | steps                 | must rise from at least 1 and end with 100, are [50, 10, 100]
            'steps': [0, 100]                     | steps                 | must rise from at least 1 and end with 100, are [0, 100]
            'steps': [50, 100, 150]               | steps                 | must rise from at least 1 and end with 100, are [50, 100, 150]
            'steps': []                           | steps                 | must rise from at least 1 and end with 100, are []
            'steps': [100], 'traffic_shift': 20   | steps                 | and traffic_shift exclude each other: give one of both
            'traffic_shift': 0                    | traffic_shift         | must be at least 1 and at most 100, is 0
            'max_instances': 0                    | max_instances         | must be at least 1 and at most 100, is 0
            'interval': 0                         | interval              | must be above 0, is 0.0
            'validation_timeout': -1              | validation_timeout    | must be above 0, is -1.0
            'rollback_timeout': 0                 | rollback_timeout      | must be above 0, is 0.0
            'health_check_interval': 0            | health_check_interval | must be above 0, is 0.0
            'max_latency': 0                      | max_latency           | must be above 0, is 0.0
            'min_accuracy': 1.1                   | min_accuracy          | must be 0 to 1, is 1.1
            'max_error_rate': -0.1                | max_error_rate        | must be 0 to 1, is -0.1
            'min_requests': 0                     | min_requests          | must be at least 1, is 0
            'min_feedback': 0                     | min_feedback          | must be at least 1, is 0
            """)
    void a_wrong_value_is_refused_with_what_would_be_right(String config, String field, String message) {
        assertThat(errors("{'model_path': 'desk/1', 'config': {" + config + "}}"))
                .containsExactly(new FieldError("config." + field, message));
    }

    @Test
    void steps_go_with_a_canary_alone() {
        assertThat(errors("{'model_path': 'desk/1', 'strategy': 'rolling', 'config': {'steps': [100]}}"))
                .containsExactly(
                        new FieldError("config.steps", "go with strategy canary alone, the strategy is rolling"));
    }

    @Test
    void all_wrong_values_are_named_at_once() {
        assertThat(errors("{'environment': 'moon', 'config': {'interval': 0, 'min_accuracy': 7}}"))
                .extracting(FieldError::field)
                .containsExactly("model", "version", "environment", "config.interval", "config.min_accuracy");
    }

    private static List<FieldError> errors(String json) {
        return catchThrowableOfType(Problem.Invalid.class, () -> order(json)).errors();
    }

    private static Order order(String json) throws IOException {
        return Order.of(
                ContractJson.mapper().readValue(json.replace('\'', '"'), DeployRequest.class), List.of("local"));
    }
}
