package io.graft.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.engine.adapter.LoraConfig;
import io.graft.engine.checkpoint.MalformedFileException;
import io.graft.engine.reference.Reference;
import io.graft.engine.transformer.CausalModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFolderTest {

    private static final List<Example> EXAMPLES = Lessons.counting(21, 9);

    @TempDir
    Path work;

    private final CausalModel model;

    CheckpointFolderTest() throws IOException {
        model = CausalModel.load(Reference.bundled().folder());
    }

    /// Leaves checkpoints 2 and 4 behind.
    private Recorder train() throws IOException {
        Recorder recorder = new Recorder(4);
        Trainer.start(model, Lessons.LORA, Lessons.config().build(), EXAMPLES)
                .run(recorder, Optional.of(new Checkpoints(work, 2, 2)));
        return recorder;
    }

    private Optional<Trainer> resume() throws IOException {
        return Trainer.resumeLatest(model, Lessons.config().build(), TrainingData.of(EXAMPLES), work);
    }

    private void damage(int step, String file) throws IOException {
        Path path = work.resolve("checkpoint-" + step).resolve(file);
        byte[] bytes = Files.readAllBytes(path);
        bytes[bytes.length - 5] ^= 4;
        Files.write(path, bytes);
    }

    @Test
    void a_damaged_checkpoint_falls_back_to_the_one_before() throws IOException {
        List<Double> losses = train().losses();
        damage(4, "optimizer.safetensors");
        Trainer resumed = resume().orElseThrow();
        assertThat(resumed.step()).isEqualTo(2);
        Recorder again = new Recorder(2);
        resumed.run(again);
        assertThat(again.losses()).isEqualTo(losses.subList(2, 4));
    }

    @Test
    void a_checkpoint_without_one_of_its_files_falls_back_too() throws IOException {
        train();
        Files.delete(work.resolve("checkpoint-4/adapter_config.json"));
        assertThat(resume().orElseThrow().step()).isEqualTo(2);
        Files.delete(work.resolve("checkpoint-2/trainer_state.json"));
        assertThatThrownBy(this::resume)
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("checkpoint-2")
                .hasMessageContaining("holds no trainer_state.json");
    }

    @Test
    void damage_is_told_with_the_file() throws IOException {
        train();
        damage(2, "adapter_model.safetensors");
        assertThatThrownBy(() -> new CheckpointFolder(work.resolve("checkpoint-2")).read())
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("adapter_model.safetensors")
                .hasMessageContaining("is damaged: its SHA-256 is not the one it was written with");
    }

    @Test
    void another_adapter_is_refused() throws IOException {
        train();
        LoraConfig other = LoraConfig.of(5, 8, 0.1, List.of("all-linear"));
        TrainingConfig config = Lessons.config().build();
        TrainingData data = TrainingData.of(EXAMPLES);
        assertThat(Trainer.resumeLatest(model, Lessons.LORA, config, data, work))
                .isPresent();
        assertThatThrownBy(() -> Trainer.resumeLatest(model, other, config, data, work))
                .hasMessageStartingWith(work + " was written by a training of another adapter: it was ");
    }

    @Test
    void a_folder_without_checkpoints_has_nothing_to_go_on_from() throws IOException {
        assertThat(resume()).isEmpty();
    }
}
