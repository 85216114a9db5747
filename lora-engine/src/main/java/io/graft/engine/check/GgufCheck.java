package io.graft.engine.check;

import io.graft.engine.adapter.LoraAdapter;
import io.graft.engine.checkpoint.ElementType;
import io.graft.engine.export.GgufAdapter;
import io.graft.engine.export.GgufContents;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/// Adapters as GGUF files: what the engine writes of the same adapter must hold the same metadata and the same bytes.
final class GgufCheck {

    /// For people only.
    private static final String NAME = "general.name";

    private final ReferenceModel reference;
    private final Cases cases;

    GgufCheck(ReferenceModel reference, Cases cases) {
        this.reference = reference;
        this.cases = cases;
    }

    void run() throws IOException {
        List<String> files = new ArrayList<>();
        Set<String> described = new HashSet<>();
        for (Path file : ReferenceFolder.files(reference.expected("gguf"))) {
            String name = String.valueOf(file.getFileName());
            if (name.endsWith(".json")) {
                cases.attempt(name, () -> described.add(check(OracleNode.read(file))));
            } else {
                files.add(name);
            }
        }
        files.removeAll(described);
        files.forEach(file -> cases.failed(file, "no file beside it tells what it should hold"));
    }

    /// Returns the name of the file that is described.
    private String check(OracleNode recorded) throws IOException {
        String file = recorded.at("file").text();
        List<OracleNode> tensors = recorded.at("tensors").items();
        LoraAdapter adapter = LoraAdapter.load(
                reference.model(),
                reference.folder().resolve(recorded.at("source").text()));
        try (TemporaryFolder work = TemporaryFolder.create()) {
            Path written = work.path().resolve("adapter.gguf");
            ElementType type = ElementType.valueOf(tensors.getFirst().at("type").text());
            GgufAdapter.write(reference.model(), adapter, written, type);
            GgufContents contents = GgufContents.of(written);
            cases.equal(file + " metadata", metadata(contents, recorded.at("metadata")));
            cases.equal(file + " tensors", tensors(contents, tensors));
        }
        return file;
    }

    private static Mismatches metadata(GgufContents contents, OracleNode recorded) throws IOException {
        Mismatches mismatches = new Mismatches();
        for (Map.Entry<String, ?> field : recorded.node().properties()) {
            if (!field.getKey().equals(NAME)) {
                Object actual = Objects.requireNonNullElse(contents.metadata().get(field.getKey()), "missing");
                OracleNode expected = recorded.at(field.getKey());
                if (expected.node().isNumber() && actual instanceof Number number) {
                    mismatches.add(field.getKey(), number.doubleValue(), expected.number());
                } else {
                    mismatches.add(field.getKey(), actual, expected.node().asText());
                }
            }
        }
        return mismatches;
    }

    private static Mismatches tensors(GgufContents contents, List<OracleNode> recorded) throws IOException {
        Mismatches mismatches = new Mismatches();
        Set<String> more = new TreeSet<>(contents.tensors().keySet());
        for (OracleNode expected : recorded) {
            String name = expected.at("name").text();
            GgufContents.Tensor actual = contents.tensors().get(name);
            if (actual == null) {
                mismatches.add(name, "missing", "there");
                continue;
            }
            more.remove(name);
            mismatches.add(
                    name + " shape", actual.shape(), expected.at("shape_gguf").integers());
            mismatches.add(
                    name + " sha256",
                    actual.sha256(),
                    expected.at("sha256_of_data").text());
        }
        more.forEach(name -> mismatches.add(name, "there", "missing"));
        return mismatches;
    }
}
