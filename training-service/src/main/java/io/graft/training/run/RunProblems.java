package io.graft.training.run;

import io.graft.contracts.ProblemDetail;
import java.util.List;

/// Why a run failed, in the form that errors have everywhere.
final class RunProblems {

    private RunProblems() {}

    static ProblemDetail of(String code, String title, String detail) {
        return new ProblemDetail("https://graft.io/problems/" + code, title, 500, detail, null, code, List.of());
    }
}
