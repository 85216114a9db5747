package io.graft.engine.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graft.engine.adapter.Adapter;
import io.graft.engine.adapter.Layers;
import io.graft.engine.adapter.LoraAdapter;
import io.graft.engine.adapter.LoraConfig;
import io.graft.engine.adapter.Modules;
import io.graft.engine.adapter.Patterns;
import io.graft.engine.adapter.Projection;
import io.graft.engine.checkpoint.ElementType;
import io.graft.engine.checkpoint.JsonFiles;
import io.graft.engine.layer.LowRank;
import io.graft.engine.layer.Magnitude;
import io.graft.engine.reference.Reference;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.transformer.CausalModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the engine writes, read by peft, transformers and gguf themselves.
class PythonInteropTest {

    private static final float LOGITS = 3e-4f;
    private static final int[] IDS = {5, 99, 321, 7, 88, 4, 17, 300};

    @TempDir
    Path work;

    private final CausalModel model;
    private final Map<String, LoraAdapter> adapters = new LinkedHashMap<>();

    PythonInteropTest() throws IOException {
        model = CausalModel.load(Reference.bundled().folder());
    }

    @Test
    void peft_transformers_and_gguf_see_what_the_engine_computed() throws IOException, InterruptedException {
        Python python = Python.withPeft();
        makeAdapters();
        ObjectNode job = writeAll();
        JsonFiles.write(work.resolve("job.json"), job);
        python.run("interop/read_exports.py", work.resolve("job.json"), work.resolve("result.json"));
        JsonNode result = JsonFiles.read(work.resolve("result.json"));
        for (Map.Entry<String, LoraAdapter> adapter : adapters.entrySet()) {
            Matrix ours = model.session(adapter.getValue()).appendAll(IDS);
            check(adapter.getKey(), result.path("adapters").path(adapter.getKey()), ours);
            JsonNode merged = result.path("merged").path(adapter.getKey());
            if (!merged.isMissingNode()) {
                check("merged " + adapter.getKey(), merged, ours);
            }
        }
        result.path("gguf")
                .properties()
                .forEach(gguf -> assertThat(gguf.getValue().asDouble())
                        .as("gguf %s", gguf.getKey())
                        .isLessThan(gguf.getKey().endsWith("F16") ? 2e-3 : 1e-6));
        assertThat(result.path("gguf").size()).isEqualTo(job.path("gguf").size());
    }

    private static void check(String name, JsonNode theirs, Matrix ours) {
        float[] right = new float[theirs.size()];
        for (int i = 0; i < right.length; i++) {
            right[i] = (float) theirs.path(i).asDouble();
        }
        assertThat(ours.data()).as(name).containsExactly(right, Offset.offset(LOGITS));
    }

    private void makeAdapters() throws IOException {
        Modules attention = Modules.of(List.of("q_proj", "k_proj", "self_attn.v_proj", "model.layers.1.mlp.up_proj"));
        add("plain", LoraConfig.builder(attention));
        add("all_linear", LoraConfig.builder(Modules.ALL_LINEAR).start(LoraConfig.Start.GAUSSIAN));
        add("rslora", LoraConfig.builder(Modules.ALL_LINEAR).scaling(LoraConfig.Scaling.ROOT_OF_RANK));
        add("dora", LoraConfig.builder(Modules.ALL_LINEAR).variant(LoraConfig.Variant.DORA));
        add(
                "patterns",
                LoraConfig.builder(Modules.ALL_LINEAR)
                        .patterns(new Patterns(
                                Map.of("layers\\.[01]\\.self_attn\\.q_proj", 3, "down_proj", 5),
                                Map.of("model.layers.2.mlp.down_proj", 7.5, "v_proj", 4.0))));
        add("expression", LoraConfig.builder(Modules.of(".*\\.(?P<layer>[02])\\.(mlp|self_attn)\\.\\w+_proj")));
        add(
                "layers",
                LoraConfig.builder(attention)
                        .layers(new Layers(List.of(0, 2), List.of("layers")))
                        .exclude(new Modules.Names(Set.of("layers.2.self_attn.k_proj"))));
    }

    private void add(String name, LoraConfig.Builder config) throws IOException {
        LoraAdapter adapter = LoraAdapter.create(model, config.rank(4).alpha(6).build(), 9);
        fill(adapter);
        adapters.put(name, adapter);
    }

    /// Random numbers where a fresh adapter has none that matter.
    private static void fill(LoraAdapter adapter) {
        Random random = new Random(5);
        for (int layer = 0; layer < adapter.layers(); layer++) {
            for (Projection projection : Projection.values()) {
                LowRank pair = adapter.pair(layer, projection);
                if (pair != null) {
                    float[] b = pair.bTransposed().data();
                    for (int i = 0; i < b.length; i++) {
                        b[i] = (float) random.nextGaussian() * 0.05f;
                    }
                    Magnitude magnitude = pair.magnitude();
                    for (int i = 0; magnitude != null && i < pair.outputs(); i++) {
                        magnitude.values().data()[i] *= 0.8f + 0.4f * random.nextFloat();
                    }
                    pair.refresh();
                }
            }
        }
    }

    private ObjectNode writeAll() throws IOException {
        ObjectNode job = JsonNodeFactory.instance.objectNode();
        job.put("base", model.folder().toString());
        for (int id : IDS) {
            job.withArray("ids").add(id);
        }
        for (Map.Entry<String, LoraAdapter> adapter : adapters.entrySet()) {
            Path folder = work.resolve(adapter.getKey());
            adapter.getValue().save(folder);
            job.withObject("/adapters").put(adapter.getKey(), folder.toString());
        }
        for (String name : List.of("dora", "patterns")) {
            Path folder = work.resolve(name + "-merged");
            MergedModel.write(model, adapter(name), folder, new ExportOptions(ExportOptions.Precision.STORED, 150_000));
            job.withObject("/merged").put(name, folder.toString());
        }
        for (String name : List.of("plain", "rslora", "patterns")) {
            for (ElementType type : List.of(ElementType.F32, ElementType.F16)) {
                Path file = work.resolve(name + type + ".gguf");
                GgufAdapter.write(model, adapter(name), file, type);
                job.withObject("/gguf/" + name + type)
                        .put("file", file.toString())
                        .put("adapter", work.resolve(name).toString());
            }
        }
        return job;
    }

    private LoraAdapter adapter(String name) {
        return java.util.Objects.requireNonNull(adapters.get(name), name);
    }

    @Test
    void an_adapter_that_was_read_again_computes_the_same() throws IOException {
        makeAdapters();
        for (Map.Entry<String, LoraAdapter> adapter : adapters.entrySet()) {
            Path folder = work.resolve(adapter.getKey());
            adapter.getValue().save(folder);
            float[] ours = model.session(adapter.getValue()).append(IDS);
            Adapter again = LoraAdapter.load(model, folder);
            assertThat(model.session(again).append(IDS)).as(adapter.getKey()).containsExactly(ours);
        }
    }
}
