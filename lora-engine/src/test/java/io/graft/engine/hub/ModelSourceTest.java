package io.graft.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelSourceTest {

    @Test
    void a_repository_may_name_a_revision() {
        assertThat(ModelSource.parse("hf://HuggingFaceTB/SmolLM2-135M"))
                .hasToString("hf://HuggingFaceTB/SmolLM2-135M@main");
        assertThat(ModelSource.parse("hf://a/b.c@refs/pr/1"))
                .isEqualTo(new ModelSource.Hub(new RepositoryId("a", "b.c"), new Revision("refs/pr/1")));
        assertThat(new Revision("refs/pr/1").segment()).isEqualTo("refs%2Fpr%2F1");
    }

    @Test
    void everything_else_is_a_folder() {
        assertThat(ModelSource.parse("models/graft-tiny"))
                .isEqualTo(new ModelSource.Folder(Path.of("models/graft-tiny")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "https://huggingface.co/a/b",
                "hf://",
                "hf://a",
                "hf://a/b/c",
                "hf:///b",
                "hf://../b",
                "hf://a/..",
                "hf://a/b--c",
                "hf://a/-b",
                "hf://a/b@",
                "hf://a/b@../../x",
                "hf://a/b@/x",
                "hf://a/b@x y",
                "hf://a/b\0"
            })
    void what_is_neither_is_refused(String text) {
        assertThatThrownBy(() -> ModelSource.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_folder_is_where_it_is_and_must_be_there(@TempDir Path folder) throws IOException {
        HubSettings settings = HubSettings.of(Map.of(), folder);
        assertThat(new ModelSource.Folder(folder).resolve(settings, DownloadListener.SILENT))
                .isEqualTo(folder);
        assertThatThrownBy(
                        () -> new ModelSource.Folder(folder.resolve("no")).resolve(settings, DownloadListener.SILENT))
                .hasMessageContaining(
                        "there is no such model folder; a model of the Hugging Face hub is written hf://");
    }
}
