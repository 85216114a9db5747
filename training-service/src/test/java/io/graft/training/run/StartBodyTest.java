package io.graft.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.graft.contracts.training.TrainingApi.StartRequest;
import io.graft.kit.problem.Problem;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartBodyTest {

    @Test
    void a_body_is_read_as_it_is_meant() {
        StartRequest request = StartBody.parse(
                "{\"model_name\":\"desk\",\"dataset_name\":\"rows\",\"config\":{\"epochs\":2,\"learning_rate\":1}}");

        assertThat(request.modelName()).isEqualTo("desk");
        assertThat(Objects.requireNonNull(request.config()).epochs()).isEqualTo(2);
        assertThat(request.config().learningRate()).isEqualTo(1.0);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '\'', delimiter = '|', textBlock = """
                    {"config":{"learning_rates":1}}                 | config.learning_rates
                    {"config":{"epochs":2.5}}                       | config.epochs
                    {"config":{"epochs":"2"}}                       | config.epochs
                    {"config":{"incremental":"yes"}}                | config.incremental
                    {"config":{"lora":{"target_modules":"q_proj"}}} | config.lora.target_modules
                    {"config":{"lora":{"rank":8}}}                  | config.lora.rank
                    {"epochs":3}                                    | epochs
                    []                                              | body
                    """)
    void a_field_that_is_unknown_or_of_another_type_is_named(String body, String field) {
        Problem.Invalid invalid = catchThrowableOfType(Problem.Invalid.class, () -> StartBody.parse(body));

        assertThat(invalid.errors()).hasSize(1);
        assertThat(invalid.errors().getFirst().field()).isEqualTo(field);
    }

    @Test
    void what_is_not_json_is_malformed() {
        assertThatExceptionOfType(Problem.Malformed.class).isThrownBy(() -> StartBody.parse("{\"model_name\":"));
        assertThatExceptionOfType(Problem.Malformed.class).isThrownBy(() -> StartBody.parse("null"));
    }
}
