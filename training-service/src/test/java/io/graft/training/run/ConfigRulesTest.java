package io.graft.training.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.contracts.ProblemDetail.FieldError;
import io.graft.training.run.BaseModels.BaseModel;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigRulesTest {

    @Test
    void the_defaults_are_right() {
        assertThat(errors("{}")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '\'', delimiter = '|', textBlock = """
                    {"family":"tabular"}                       | config.family: must be llm-lora, is tabular
                    {"precision":"int4"}                       | config.precision: must be one of fp32, int8, is int4
                    {"epochs":0}                               | config.epochs: must be from 1 to 10000, is 0
                    {"max_steps":0}                            | config.max_steps: must be at least 1, is 0
                    {"batch_size":0}                           | config.batch_size: must be from 1 to 4096, is 0
                    {"gradient_accumulation_steps":0}          | config.gradient_accumulation_steps: must be from 1 to 4096, is 0
                    {"learning_rate":0}                        | config.learning_rate: must be greater than 0, is 0.0
                    {"learning_rate":"NaN"}                    | config.learning_rate: must be greater than 0, is NaN
                    {"lr_scheduler":"step"}                    | config.lr_scheduler: must be one of linear, cosine, constant, is step
                    {"warmup_steps":-1}                        | config.warmup_steps: must be at least 0, is -1
                    {"warmup_ratio":1.5}                       | config.warmup_ratio: must be from 0 to 1, is 1.5
                    {"weight_decay":-0.1}                      | config.weight_decay: must be at least 0, is -0.1
                    {"max_grad_norm":-1}                       | config.max_grad_norm: must be at least 0, is -1.0
                    {"max_length":2000}                        | config.max_length: must be from 8 to 1024, is 2000
                    {"eval_split":0.9}                         | config.eval_split: must be from 0 to 0.5, is 0.9
                    {"eval_steps":0}                           | config.eval_steps: must be at least 1, is 0
                    {"early_stopping_patience":0,"eval_split":0.1} | config.early_stopping_patience: must be at least 1, is 0
                    {"early_stopping_patience":2}              | config.early_stopping_patience: must be absent where eval_split is 0: nothing is held out to measure
                    {"save_steps":0}                           | config.save_steps: must be at least 1, is 0
                    {"deadline_seconds":0}                     | config.deadline_seconds: must be at least 1, is 0
                    {"base_version":"1.0.0","incremental":true} | config.base_version: must be absent where incremental is true, which continues from the champion
                    {"lora":{"r":0}}                           | config.lora.r: must be from 1 to 1024, is 0
                    {"lora":{"lora_alpha":0}}                  | config.lora.lora_alpha: must be greater than 0, is 0.0
                    {"lora":{"lora_dropout":1}}                | config.lora.lora_dropout: must be at least 0 and less than 1, is 1.0
                    {"lora":{"rank_pattern":{"q_proj":0}}}     | config.lora.rank_pattern.q_proj: must be from 1 to 1024, is 0
                    {"lora":{"alpha_pattern":{"q_proj":0}}}    | config.lora.alpha_pattern.q_proj: must be greater than 0, is 0.0
                    {"lora":{"layers_to_transform":[1,-1]}}    | config.lora.layers_to_transform[1]: must be at least 0, is -1
                    {"lora":{"layers_to_transform":[]}}        | config.lora.layers_to_transform: must name a layer, or be absent for all
                    {"cpu":{"num_workers":-1}}                 | config.cpu.num_workers: must be from 0 to 1024, is -1
                    {"cpu":{"memory_pool_mb":5}}               | config.cpu.memory_pool_mb: must be 0 (the default) or at least 128, is 5
                    """)
    void a_wrong_field_is_named_with_what_would_be_right(String config, String error) {
        assertThat(errors(config)).containsExactly(error);
    }

    @Test
    void all_that_the_engine_can_do_may_be_asked_for() {
        assertThat(errors("""
                        {"precision":"int8","packing":true,"assistant_only_loss":true,"eval_split":0.1,"eval_steps":5,
                         "early_stopping_patience":2,"cpu":{"gradient_checkpointing":true},
                         "lora":{"use_dora":true,"rank_pattern":{"q_proj":4},"alpha_pattern":{"q_proj":8},
                                 "layers_to_transform":[0,2]}}
                        """)).isEmpty();
    }

    @Test
    void an_unknown_target_module_lists_the_valid_ones() {
        assertThat(errors("{\"lora\":{\"target_modules\":[\"q_proj\",\"query\"]}}"))
                .containsExactly("config.lora.target_modules[1]: must be one of q_proj, k_proj, v_proj, o_proj,"
                        + " gate_proj, up_proj, down_proj, qkv_proj, gate_up_proj, input_linear, output_linear,"
                        + " all-linear, is query");
    }

    @Test
    void an_unknown_base_model_lists_those_that_are_there() {
        FieldChecks checks = new FieldChecks();

        new ConfigRules(checks)
                .check(TestRuns.config("{\"base_model\":\"../etc\"}"), Optional.empty(), List.of("graft-tiny"));

        assertThat(checks.errors())
                .containsExactly(new FieldError(
                        "config.base_model", "must be a base model that is installed (graft-tiny), is ../etc"));
    }

    private static List<String> errors(String config) {
        FieldChecks checks = new FieldChecks();
        new ConfigRules(checks)
                .check(TestRuns.config(config), Optional.of(new BaseModel("graft-tiny", 1024)), List.of("graft-tiny"));
        return checks.errors().stream()
                .map(error -> error.field() + ": " + error.message())
                .toList();
    }
}
