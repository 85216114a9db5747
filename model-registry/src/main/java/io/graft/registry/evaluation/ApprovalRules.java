package io.graft.registry.evaluation;

import io.graft.contracts.registry.RegistryApi.DecisionRequest;
import io.graft.contracts.registry.RegistryApi.Stage;
import io.graft.kit.problem.Problem;
import io.graft.registry.version.Version;

/// When a person may decide what: pure.
final class ApprovalRules {

    private ApprovalRules() {}

    /// Whether an approval is forced: the gates refused, or never saw the version.
    ///
    /// @throws Problem.Conflict where the stage is past approval, or force is needed and not given
    /// @throws Problem.Invalid  where force comes without a comment
    static boolean checkApproval(Version version, DecisionRequest request) {
        return switch (version.stage()) {
            case validated -> false;
            case candidate -> checkForce(version, request, "not_evaluated", "no benchmark has judged it yet");
            case rejected -> checkForce(version, request, "gates_refused", "it was rejected");
            case approved, production, archived -> throw wrongStage(version, "be approved");
        };
    }

    static void checkRejection(Version version) {
        switch (version.stage()) {
            case candidate, validated, approved -> {}
            case production ->
                throw new Problem.Conflict(
                        "wrong_stage", version.title() + " is in production: roll it back instead, which rejects it");
            case archived, rejected -> throw wrongStage(version, "be rejected");
        }
    }

    private static boolean checkForce(Version version, DecisionRequest request, String code, String why) {
        if (!Boolean.TRUE.equals(request.force())) {
            throw new Problem.Conflict(
                    code, version.title() + " cannot be approved: " + why + "; force=true with a comment approves it");
        }
        if (request.comment() == null || request.comment().isBlank()) {
            throw Problem.Invalid.of("comment", "is missing: a forced approval says why");
        }
        return true;
    }

    private static Problem.Conflict wrongStage(Version version, String what) {
        return new Problem.Conflict(
                "wrong_stage",
                version.title() + " is " + version.stage() + " and cannot " + what + "; only "
                        + Stage.candidate + ", " + Stage.validated + " and "
                        + (what.equals("be approved") ? Stage.rejected : Stage.approved) + " versions can");
    }
}
