package io.graft.worker.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.graft.contracts.ContractJson;
import io.graft.contracts.training.RunConfig;
import io.graft.engine.adapter.LoraConfig;
import io.graft.engine.training.LearningRateSchedule;
import io.graft.engine.training.TrainingConfig;
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

    private static Settings settings(String json) throws JsonProcessingException {
        return new Settings(
                ContractJson.mapper().readValue(json, RunConfig.class).withDefaults());
    }
}
