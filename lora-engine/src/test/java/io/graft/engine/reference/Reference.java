package io.graft.engine.reference;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.engine.checkpoint.JsonFiles;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// A tiny random model with what transformers and PEFT computed from it.
public record Reference(Path folder) {

    /// The set that is part of this repository.
    public static Reference bundled() {
        return resource("/reference/llama-tied");
    }

    /// A set that is part of this repository, one for every model type.
    public static Reference oracle(String model) {
        return resource("/oracles/" + model);
    }

    private static Reference resource(String folder) {
        URL url = Reference.class.getResource(folder + "/config.json");
        if (url == null) {
            throw new IllegalStateException("the test resources lack " + folder);
        }
        try {
            return new Reference(Path.of(url.toURI()).resolveSibling(""));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /// All sets that `bench/oracles/make_oracles.py` made; they are part of this repository.
    public static Path oracles() {
        URL url = Reference.class.getResource("/oracles/llama-tied/config.json");
        if (url == null) {
            throw new IllegalStateException("the test resources lack /oracles/llama-tied");
        }
        try {
            return Path.of(url.toURI()).resolve("../..").normalize();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A set of the larger collection beside the repository; skips the test where it is missing.
    public static Reference shared(String model) {
        Path folder =
                sharedFolder().map(f -> f.resolve("reference").resolve(model)).orElse(Path.of("missing"));
        Assumptions.assumeTrue(
                Files.isDirectory(folder), "skipped: no folder shared/reference/" + model + " beside the checkout");
        return new Reference(folder);
    }

    /// The names of the models of the larger collection.
    public static Stream<String> models() {
        return Stream.of(
                "gemma2",
                "gemma3_text",
                "granite",
                "granitemoehybrid",
                "llama",
                "llama-tied",
                "llama3",
                "mistral",
                "olmo2",
                "phi3",
                "qwen2",
                "qwen3",
                "smollm3",
                "vaultgemma");
    }

    private static Optional<Path> sharedFolder() {
        return Optional.ofNullable(System.getProperty("graft.root"))
                .map(root -> Path.of(root).toAbsolutePath().normalize().resolveSibling("shared"));
    }

    public Path expected(String file) {
        return folder.resolve("expected").resolve(file);
    }

    public JsonNode json(String file) throws IOException {
        return JsonFiles.read(expected(file));
    }

    /// The sequences of a right-padded batch without their padding: where the mask is 1.
    public static List<int[]> sequences(JsonNode batch, String field) {
        List<int[]> sequences = new ArrayList<>();
        for (int i = 0; i < batch.path(field).size(); i++) {
            int[] mask = ints(batch.path("attention_mask").path(i));
            int length = java.util.Arrays.stream(mask).sum();
            sequences.add(java.util.Arrays.copyOf(ints(batch.path(field).path(i)), length));
        }
        return sequences;
    }

    public static int[] ints(JsonNode array) {
        int[] values = new int[array.size()];
        java.util.Arrays.setAll(values, i -> array.path(i).asInt());
        return values;
    }

    public static double[] doubles(JsonNode array) {
        double[] values = new double[array.size()];
        java.util.Arrays.setAll(values, i -> array.path(i).asDouble());
        return values;
    }

    @Override
    public String toString() {
        return folder.getFileName().toString();
    }
}
