package io.graft.engine.transformer;

import io.graft.engine.checkpoint.WeightFiles;
import io.graft.engine.hub.ModelSource;
import java.io.IOException;
import java.nio.file.Path;

/// Where the weights of a model are from.
sealed interface ModelOrigin {

    /// The folder of the configuration and the tokenizer.
    ///
    /// @throws IllegalStateException if there is none
    Path folder();

    String name();

    /// What adapters are bound to: the same for the same weights only.
    String digest() throws IOException;

    /// Weights as they lie in a folder.
    record Folder(Path folder) implements ModelOrigin {

        @Override
        public String name() {
            return ModelSource.nameOf(folder);
        }

        @Override
        public String digest() throws IOException {
            return WeightFiles.digest(folder);
        }
    }

    /// Weights of a folder, with an adapter merged into them.
    ///
    /// @param digest over that of the folder's weights and the adapter
    record Merged(Path folder, String digest) implements ModelOrigin {

        @Override
        public String name() {
            return ModelSource.nameOf(folder);
        }
    }

    /// Random weights, which stand for themselves by name and seed.
    record Random(String name, long seed) implements ModelOrigin {

        @Override
        public Path folder() {
            throw new IllegalStateException("model " + name + " has random weights and no folder");
        }

        @Override
        public String digest() {
            return "random-" + name + "-" + seed;
        }
    }

    /// No weights, only what a folder says of them.
    record Outline(Path folder) implements ModelOrigin {

        @Override
        public String name() {
            return ModelSource.nameOf(folder);
        }

        @Override
        public String digest() {
            return "outline-" + name();
        }
    }
}
