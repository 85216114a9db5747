package io.graft.engine.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Finds out what a folder of recorded results holds, by its contents alone: a set of models, tokenizers and
/// benchmarks, or one of these by itself.
final class ReferenceFolder {

    private static final String TOKENIZER_FILES = "config\\.json|generation_config\\.json|tokenizer\\.json"
            + "|tokenizer_config\\.json|special_tokens_map\\.json|added_tokens\\.json|vocab\\.json|merges\\.txt"
            + "|tokenizer\\.model|chat_template\\.jinja|README\\.md";
    private static final Pattern SET_FILES = Pattern.compile("README\\.md|manifest\\.json|LICENSE");
    private static final Pattern TOKENIZER = Pattern.compile(TOKENIZER_FILES + "|cases\\.json|chat\\.json");
    private static final Pattern MODEL =
            Pattern.compile(TOKENIZER_FILES + "|[^/]+\\.safetensors|[^/]+\\.safetensors\\.index\\.json"
                    + "|expected/(logits\\.json|logits\\.safetensors|loss\\.json|generate\\.json)"
                    + "|expected/gguf/[^/]+\\.(gguf|json)"
                    + "|expected/lora/batches\\.json"
                    + "|expected/lora/[^/]+/(run\\.json|(logits|grads_step1|adapter_after_step2)\\.safetensors)"
                    + "|expected/lora/[^/]+/adapter_(init|final)/"
                    + "(adapter_config\\.json|adapter_model\\.safetensors|README\\.md)");
    private static final Pattern TEMPLATES = Pattern.compile("README\\.md|templates\\.json");
    private static final Pattern BENCH = Pattern.compile("README\\.md|tasks\\.json|docs/.+|requests[^/]*/[^/]+\\.json"
            + "|results/[^/]+\\.json|adapters/[^/]+/(adapter_config\\.json|adapter_model\\.safetensors|README\\.md)");

    private ReferenceFolder() {}

    /// The parts of a folder in a fixed order; nothing if there is no recorded result.
    static List<ReferencePart> parts(Path folder) throws IOException {
        Path absolute = folder.toAbsolutePath().normalize();
        if (isSet(absolute)) {
            return inside(absolute, "");
        }
        return List.of(part(String.valueOf(absolute.getFileName()), absolute));
    }

    /// Whether a folder is not a part itself but holds some.
    private static boolean isSet(Path folder) throws IOException {
        return part("", folder) instanceof ReferencePart.Unknown;
    }

    private static List<ReferencePart> inside(Path folder, String prefix) throws IOException {
        List<ReferencePart> parts = new ArrayList<>();
        List<ReferencePart> unknown = new ArrayList<>();
        for (Path child : children(folder)) {
            String name = prefix + child.getFileName();
            ReferencePart part = part(name, child);
            if (!(part instanceof ReferencePart.Unknown)) {
                parts.add(part);
            } else if (Files.isDirectory(child) && prefix.isEmpty()) {
                List<ReferencePart> below = inside(child, name + "/");
                (below.isEmpty() ? unknown : parts).addAll(below.isEmpty() ? List.of(part) : below);
            } else if (!SET_FILES.matcher(String.valueOf(child.getFileName())).matches()) {
                unknown.add(part);
            }
        }
        if (!parts.isEmpty()) {
            parts.addAll(unknown);
        }
        return parts;
    }

    private static ReferencePart part(String name, Path path) {
        boolean texts = Files.exists(path.resolve("cases.json")) && Files.exists(path.resolve("tokenizer.json"));
        if (texts || Files.exists(path.resolve("chat.json"))) {
            return new ReferencePart.OfTokenizer(name, path);
        }
        if (Files.exists(path.resolve("templates.json"))) {
            return new ReferencePart.Templates(name, path);
        }
        if (Files.exists(path.resolve("config.json")) || Files.isDirectory(path.resolve("expected"))) {
            return new ReferencePart.Model(name, path);
        }
        if (Files.isDirectory(path.resolve("results"))) {
            return new ReferencePart.Bench(name, path);
        }
        if (path.getFileName() != null && path.endsWith("statistics")) {
            return new ReferencePart.Foreign(name, path);
        }
        return new ReferencePart.Unknown(name, path);
    }

    /// Files of a part that nothing here reads, by their path in it.
    static List<String> unknownFiles(ReferencePart part) throws IOException {
        Pattern known = switch (part) {
            case ReferencePart.Model ignored -> MODEL;
            case ReferencePart.OfTokenizer ignored -> TOKENIZER;
            case ReferencePart.Templates ignored -> TEMPLATES;
            case ReferencePart.Bench ignored -> BENCH;
            case ReferencePart.Foreign ignored -> Pattern.compile(".*");
            case ReferencePart.Unknown ignored -> Pattern.compile("(?!)");
        };
        try (Stream<Path> files = Files.walk(part.path())) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
                    .map(file -> part.path().relativize(file).toString().replace('\\', '/'))
                    .filter(file -> !known.matcher(file).matches())
                    .sorted()
                    .toList();
        }
    }

    /// Folders and files, without hidden ones, sorted by name.
    static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(child -> !String.valueOf(child.getFileName()).startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    /// Files in a folder that may be missing.
    static List<Path> files(Path folder) throws IOException {
        return Files.isDirectory(folder)
                ? children(folder).stream().filter(Files::isRegularFile).toList()
                : List.of();
    }

    /// Folders below a folder that may be missing.
    static List<Path> folders(Path folder) throws IOException {
        return Files.isDirectory(folder)
                ? children(folder).stream().filter(Files::isDirectory).toList()
                : List.of();
    }
}
