package io.graft.worker.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.graft.contracts.ContractJson;
import io.graft.contracts.training.RunConfig;
import io.graft.engine.adapter.Layers;
import io.graft.engine.adapter.LoraConfig;
import io.graft.engine.adapter.Patterns;
import io.graft.engine.training.EvaluationPlan;
import io.graft.engine.training.LearningRateSchedule;
import io.graft.engine.training.Packing;
import io.graft.engine.training.TrainingConfig;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SettingsTest {

    @Test
    void every_field_reaches_the_engine() throws JsonProcessingException {
        TrainingConfig config = settings("""
                        {"epochs":4,"max_steps":9,"batch_size":3,"gradient_accumulation_steps":2,"learning_rate":0.01,
                         "lr_scheduler":"cosine","warmup_ratio":0.1,"weight_decay":0.02,"max_grad_norm":0.5,"seed":11}
                        """).training();

        assertThat(config.epochs()).isEqualTo(4);
        assertThat(config.maxSteps()).hasValue(9);
        assertThat(config.batching().batchSize()).isEqualTo(3);
        assertThat(config.optimizer().learningRate()).isEqualTo(0.01);
        assertThat(config.optimizer().weightDecay()).isEqualTo(0.02);
        assertThat(config.schedule()).isEqualTo(new LearningRateSchedule(LearningRateSchedule.Kind.COSINE, 0, 0.1));
        assertThat(config.maxGradNorm()).hasValue(0.5);
        assertThat(config.seed()).isEqualTo(11);
    }

    @Test
    void a_norm_of_0_switches_clipping_off_and_warmup_steps_go_before_the_ratio() throws JsonProcessingException {
        TrainingConfig config = settings("{\"max_grad_norm\":0,\"warmup_steps\":0,\"warmup_ratio\":0.5}")
                .training();

        assertThat(config.maxGradNorm()).isEmpty();
        assertThat(config.schedule()).isEqualTo(new LearningRateSchedule(LearningRateSchedule.Kind.LINEAR, 0, 0));
    }

    @Test
    void the_shape_of_the_adapter_is_taken_over() throws JsonProcessingException {
        LoraConfig lora = settings("{\"lora\":{\"r\":4,\"use_rslora\":true}}").lora();

        assertThat(lora.rank()).isEqualTo(4);
        assertThat(lora.scaling()).isEqualTo(LoraConfig.Scaling.ROOT_OF_RANK);
    }

    @Test
    void evaluation_packing_and_memory_reach_the_engine() throws JsonProcessingException {
        TrainingConfig config = settings("""
                        {"eval_steps":5,"early_stopping_patience":2,"packing":true,"max_length":64,
                         "cpu":{"gradient_checkpointing":true}}
                        """).training();

        assertThat(config.evaluation())
                .isEqualTo(new EvaluationPlan(OptionalInt.of(5), OptionalInt.of(2), 0, EvaluationPlan.Outcome.BEST));
        assertThat(config.batching().packing()).isEqualTo(Packing.bestFit(64));
        assertThat(config.activations()).isEqualTo(TrainingConfig.Activations.RECOMPUTED);
        assertThat(settings("{}").training().evaluation()).isEqualTo(EvaluationPlan.DEFAULT);
    }

    @Test
    void patterns_layers_and_dora_reach_the_adapter() throws JsonProcessingException {
        LoraConfig lora = settings("""
                        {"lora":{"use_dora":true,"rank_pattern":{"q_proj":2},"alpha_pattern":{"q_proj":3},
                                 "layers_to_transform":[0,1]}}
                        """).lora();

        assertThat(lora.variant()).isEqualTo(LoraConfig.Variant.DORA);
        assertThat(lora.patterns()).isEqualTo(new Patterns(Map.of("q_proj", 2), Map.of("q_proj", 3.0)));
        assertThat(lora.targets().layers()).isEqualTo(Layers.of(0, 1));
    }

    private static Settings settings(String json) throws JsonProcessingException {
        return new Settings(
                ContractJson.mapper().readValue(json, RunConfig.class).withDefaults());
    }
}
