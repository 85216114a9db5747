package io.graft.worker.failure;

import io.graft.client.RemoteProblem;
import io.graft.client.UnavailableException;
import io.graft.contracts.ProblemDetail;
import io.graft.engine.adapter.WrongBaseModelException;
import io.graft.engine.checkpoint.MalformedFileException;
import io.graft.engine.dataset.MalformedRowException;
import io.graft.engine.training.NotEnoughMemoryException;
import io.graft.engine.training.TrainingDivergedException;
import io.graft.worker.artifact.CorruptArtifact;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Locale;

/// What the service is told when the work fails: pure.
public final class Failures {

    private Failures() {}

    public static ProblemDetail of(Throwable failure) {
        return switch (failure) {
            case TrainingDivergedException _ -> problem("training_diverged", "Training diverged", failure);
            case MalformedFileException _ -> problem("malformed_file", "Malformed file", failure);
            case WrongBaseModelException _ -> problem("wrong_base_model", "Wrong base model", failure);
            case MalformedRowException _ -> problem("malformed_rows", "Malformed rows", failure);
            case CorruptArtifact _ -> problem("corrupt_artifact", "Corrupt artifact", failure);
            case UnavailableException _ -> problem("unavailable", "No answer", failure);
            case RemoteProblem _ -> problem("refused", "Refused by another service", failure);
            case IOException io when isFull(io) -> problem("disk_full", "Disk full", failure);
            case IOException _ -> problem("io_error", "Input or output failed", failure);
            case NotEnoughMemoryException _ -> problem("not_enough_memory", "Not enough memory", failure);
            case IllegalArgumentException _ -> problem("invalid_job", "Invalid job", failure);
            default -> problem("worker_error", "Worker failed", failure);
        };
    }

    private static boolean isFull(IOException failure) {
        String reason = failure instanceof FileSystemException file ? file.getReason() : failure.getMessage();
        return reason != null && reason.toLowerCase(Locale.ROOT).contains("no space left");
    }

    private static ProblemDetail problem(String code, String title, Throwable failure) {
        return new ProblemDetail(
                "https://graft.io/problems/" + code, title, 500, sentence(failure), null, code, List.of());
    }

    /// A message that names no kind of failure is helped by the name of its type.
    private static String sentence(Throwable failure) {
        String message = failure.getMessage();
        return failure instanceof FileSystemException || message == null ? failure.toString() : message;
    }
}
