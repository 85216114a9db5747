package io.graft.worker.artifact;

import java.io.IOException;

/// What was downloaded is not what was asked for.
public final class CorruptArtifact extends IOException {

    private static final long serialVersionUID = 1L;

    CorruptArtifact(String asked, String got) {
        super("downloaded artifact " + asked + " has digest " + got);
    }
}
