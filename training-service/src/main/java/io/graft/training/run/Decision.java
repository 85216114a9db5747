package io.graft.training.run;

import io.graft.contracts.ProblemDetail;

/// What the queue does about a run.
sealed interface Decision {

    /// All is well, or nothing is known yet.
    record Wait() implements Decision {}

    /// The worker is dead or silent; another one goes on from its checkpoint.
    record Relaunch(String reason) implements Decision {}

    record Fail(ProblemDetail problem) implements Decision {}

    record Cancel(String reason) implements Decision {}
}
