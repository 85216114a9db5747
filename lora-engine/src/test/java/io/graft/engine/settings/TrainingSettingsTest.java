package io.graft.engine.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.engine.adapter.Layers;
import io.graft.engine.adapter.LoraConfig;
import io.graft.engine.adapter.Modules;
import io.graft.engine.adapter.Patterns;
import io.graft.engine.dataset.ExampleConfig;
import io.graft.engine.dataset.LossOn;
import io.graft.engine.training.Batching;
import io.graft.engine.training.EvaluationPlan;
import io.graft.engine.training.LearningRateSchedule;
import io.graft.engine.training.Packing;
import io.graft.engine.training.TrainingConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainingSettingsTest {

    private static TrainingSettings of(String json) throws JsonProcessingException {
        return TrainingSettings.of(new ObjectMapper().readTree(json.replace('\'', '"')));
    }

    @Test
    void nothing_given_means_the_defaults() throws JsonProcessingException {
        TrainingSettings settings = of("{}");
        assertThat(settings.training()).isEqualTo(TrainingConfig.builder().build());
        assertThat(settings.data()).isEqualTo(new ExampleConfig(1024, LossOn.AUTOMATIC));
        assertThat(settings.lora().rank()).isEqualTo(16);
        assertThat(settings.checkpoints(Path.of("x"))).isEmpty();
    }

    @Test
    void rows_are_visited_in_the_order_that_is_asked_for() throws JsonProcessingException {
        assertThat(of("{'train_sampling_strategy': 'sequential'}")
                        .training()
                        .batching()
                        .order())
                .isEqualTo(Batching.Order.GIVEN);
        assertThat(of("{'train_sampling_strategy': 'random'}")
                        .training()
                        .batching()
                        .order())
                .isEqualTo(Batching.Order.SHUFFLED);
    }

    @Test
    void the_shape_of_an_adapter_to_go_on_with_need_not_be_repeated() throws JsonProcessingException {
        LoraConfig shape = LoraConfig.builder(Modules.of(List.of("up_proj", "q_proj")))
                .exclude(new Modules.Expression(".*1.*"))
                .layers(Layers.of(0, 2))
                .rank(5)
                .alpha(7)
                .dropout(0.25)
                .patterns(new Patterns(Map.of("q_proj", 3), Map.of("up_proj", 2.5)))
                .scaling(LoraConfig.Scaling.ROOT_OF_RANK)
                .variant(LoraConfig.Variant.DORA)
                .start(LoraConfig.Start.GAUSSIAN)
                .build();
        ObjectMapper json = new ObjectMapper();

        assertThat(TrainingSettings.of(json.createObjectNode(), shape).lora()).isEqualTo(shape);
        assertThat(TrainingSettings.of(json.readTree("{\"r\": 9}"), shape)
                        .lora()
                        .rank())
                .isEqualTo(9);
    }

    @Test
    void every_setting_has_the_name_of_trl_and_peft() throws JsonProcessingException {
        TrainingSettings settings = of("""
                {'learning_rate': 1e-3, 'num_train_epochs': 1.5, 'max_steps': 7, 'per_device_train_batch_size': 4,
                 'gradient_accumulation_steps': 2, 'warmup_ratio': 0.1, 'lr_scheduler_type': 'cosine',
                 'weight_decay': 0.01, 'max_grad_norm': 0, 'seed': 5, 'max_length': 64, 'packing': true,
                 'packing_strategy': 'bfd', 'assistant_only_loss': true, 'eval_steps': 3,
                 'early_stopping_patience': 2, 'early_stopping_threshold': 0.5, 'save_steps': 10,
                 'save_total_limit': 3, 'gradient_checkpointing': true, 'validation_split': 0.25, 'optim': 'adamw_torch',
                 'adam_beta1': 0.8, 'adam_beta2': 0.9, 'adam_epsilon': 1e-6, 'truncation_mode': 'keep_start',
                 'r': 4, 'lora_alpha': 6, 'lora_dropout': 0.1, 'target_modules': ['q_proj', 'v_proj'],
                 'use_rslora': true}""");
        TrainingConfig training = settings.training();
        assertThat(training)
                .isEqualTo(TrainingConfig.builder()
                        .learningRate(1e-3)
                        .epochs(1.5)
                        .maxSteps(7)
                        .batchSize(4)
                        .gradientAccumulationSteps(2)
                        .warmupRatio(0.1)
                        .schedule(LearningRateSchedule.Kind.COSINE)
                        .weightDecay(0.01)
                        .betas(0.8, 0.9)
                        .epsilon(1e-6)
                        .withoutGradientClipping()
                        .seed(5)
                        .packing(Packing.bestFit(64))
                        .activations(TrainingConfig.Activations.RECOMPUTED)
                        .evaluation(new EvaluationPlan(
                                java.util.OptionalInt.of(3),
                                java.util.OptionalInt.of(2),
                                0.5,
                                EvaluationPlan.Outcome.BEST))
                        .build());
        assertThat(settings.data()).isEqualTo(new ExampleConfig(64, LossOn.ASSISTANT));
        assertThat(settings.lora())
                .isEqualTo(LoraConfig.builder(Modules.of(List.of("q_proj", "v_proj")))
                        .rank(4)
                        .alpha(6)
                        .dropout(0.1)
                        .scaling(LoraConfig.Scaling.ROOT_OF_RANK)
                        .build());
        assertThat(settings.validationSplit()).isEqualTo(0.25);
        assertThat(settings.checkpoints(Path.of("x")).orElseThrow().keep()).isEqualTo(3);
    }

    @Test
    void every_option_of_the_adapter_can_be_set() throws JsonProcessingException {
        LoraConfig lora = of("{'target_modules': ['q_proj', 'v_proj'], 'exclude_modules': '.*v_proj',"
                        + " 'layers_to_transform': 1, 'layers_pattern': 'layers', 'rank_pattern': {'q_proj': 2},"
                        + " 'alpha_pattern': {'q_proj': 3.5}, 'use_dora': true, 'init_lora_weights': 'gaussian'}")
                .lora();
        assertThat(lora)
                .isEqualTo(LoraConfig.builder(Modules.of(List.of("q_proj", "v_proj")))
                        .exclude(new Modules.Expression(".*v_proj"))
                        .layers(new Layers(List.of(1), List.of("layers")))
                        .rank(16)
                        .alpha(32)
                        .patterns(new Patterns(Map.of("q_proj", 2), Map.of("q_proj", 3.5)))
                        .variant(LoraConfig.Variant.DORA)
                        .start(LoraConfig.Start.GAUSSIAN)
                        .build());
        assertThat(of("{'target_modules': '.*q_proj'}").lora().targets().modules())
                .isEqualTo(new Modules.Expression(".*q_proj"));
        assertThat(of("{'target_modules': 'all-linear'}").lora().targets().modules())
                .isEqualTo(Modules.ALL_LINEAR);
        refuses("{'rank_pattern': {'q_proj': 1.5}}", "rank_pattern of q_proj must be a whole number, is 1.5");
    }

    @Test
    void the_names_and_values_of_transformers_that_mean_absent_do() throws JsonProcessingException {
        TrainingSettings settings =
                of("{'max_steps': -1, 'warmup_steps': 0.25, 'batch_size': 3, 'completion_only_loss': false}");
        assertThat(settings.training().maxSteps()).isEmpty();
        assertThat(settings.training().schedule().warmupRatio()).isEqualTo(0.25);
        assertThat(settings.training().batching().batchSize()).isEqualTo(3);
        assertThat(settings.data().lossOn()).isEqualTo(LossOn.EVERYTHING);
        assertThat(of("{'eval_steps': null}")).isEqualTo(of("{}"));
    }

    @Test
    void a_name_that_is_not_known_is_refused_with_the_nearest_that_is() {
        assertThatThrownBy(() -> of("{'learning_rte': 1}"))
                .hasMessage("learning_rte is not a known setting; did you mean learning_rate?");
        assertThatThrownBy(() -> of("{'epochs': 1}"))
                .hasMessageStartingWith("epochs is not a known setting; did you mean ");
        assertThatThrownBy(() -> of("[1]"))
                .hasMessage("a training configuration must be an object of names and values, is array");
    }

    private static void refuses(String json, String message) {
        assertThatThrownBy(() -> of(json)).hasMessage(message);
    }

    @Test
    void a_wrong_value_is_refused_with_what_would_be_right() {
        refuses("{'target_modules': '.*('}", "target_modules: \".*(\" is no regular expression: Unclosed group");
        refuses("{'alpha_pattern': {'(': 2}}", "alpha_pattern: \"(\" is no regular expression: Unclosed group");
        refuses("{'lora_alpha': -1}", "lora_alpha must be greater than 0, is -1.0");
        refuses("{'learning_rate': 'fast'}", "learning_rate must be a number, is \"fast\"");
        refuses("{'learning_rate': -1}", "learning_rate must be greater than 0, is -1.0");
        refuses("{'max_steps': 1.5}", "max_steps must be a whole number, is 1.5");
        refuses("{'packing': 'yes'}", "packing must be true or false, is \"yes\"");
        refuses(
                "{'lr_scheduler_type': 'step'}",
                "lr_scheduler_type must be constant or constant_with_warmup or cosine or linear, is \"step\"");
        refuses("{'target_modules': [1]}", "target_modules must be text or a list of texts, is [1]");
        refuses("{'validation_split': 1}", "validation_split must be at least 0 and less than 1, is 1.0");
        refuses("{'max_length': 1}", "max_length must be at least 2, is 1");
        refuses(
                "{'batch_size': 1, 'per_device_train_batch_size': 2}",
                "per_device_train_batch_size is 2 and batch_size is 1; they mean the same, give one of them");
    }
}
