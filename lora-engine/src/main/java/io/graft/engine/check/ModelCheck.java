package io.graft.engine.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Everything that is recorded of one model.
final class ModelCheck {

    private final ReferenceModel reference;
    private final Cases cases;

    ModelCheck(ReferenceModel reference, Cases cases) {
        this.reference = reference;
        this.cases = cases;
    }

    void run() throws IOException {
        if (holds("logits.json") || holds("logits.safetensors")) {
            cases.attempt("logits", () -> new LogitsCheck(reference, cases).run());
        }
        if (holds("loss.json")) {
            cases.attempt("loss", () -> new LossCheck(reference, cases).run());
        }
        if (holds("generate.json")) {
            cases.attempt("greedy text", () -> new GenerationCheck(reference, cases).run());
        }
        for (Path run : ReferenceFolder.folders(reference.expected("lora"))) {
            Cases ofRun = cases.part("lora/" + run.getFileName());
            ofRun.attempt("training", () -> new LoraCheck(reference, run, ofRun).run());
        }
        if (holds("gguf")) {
            new GgufCheck(reference, cases.part("gguf")).run();
        }
    }

    private boolean holds(String file) {
        return Files.exists(reference.expected(file));
    }
}
