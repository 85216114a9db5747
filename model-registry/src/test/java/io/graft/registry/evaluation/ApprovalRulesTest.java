package io.graft.registry.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.contracts.registry.RegistryApi.DecisionRequest;
import io.graft.contracts.registry.RegistryApi.Stage;
import io.graft.kit.problem.Problem;
import io.graft.registry.version.TestVersions;
import io.graft.registry.version.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ApprovalRulesTest {

    private static final DecisionRequest PLAIN = new DecisionRequest(null, null);
    private static final DecisionRequest FORCED = new DecisionRequest("we know why", true);

    @Test
    void a_validated_version_needs_no_words() {
        assertThat(ApprovalRules.checkApproval(in(Stage.validated), PLAIN)).isFalse();
        assertThat(ApprovalRules.checkApproval(in(Stage.validated), FORCED)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = Stage.class,
            names = {"candidate", "rejected"})
    void what_the_gates_refused_or_never_saw_needs_force_and_a_comment(Stage stage) {
        assertThat(ApprovalRules.checkApproval(in(stage), FORCED)).isTrue();
        assertThatThrownBy(() -> ApprovalRules.checkApproval(in(stage), PLAIN))
                .isInstanceOf(Problem.Conflict.class)
                .hasMessageContaining("force=true");
        assertThatThrownBy(() -> ApprovalRules.checkApproval(in(stage), new DecisionRequest(" ", true)))
                .isInstanceOf(Problem.Invalid.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = Stage.class,
            names = {"approved", "production", "archived"})
    void what_is_past_approval_is_not_approved_again(Stage stage) {
        assertThatThrownBy(() -> ApprovalRules.checkApproval(in(stage), FORCED))
                .isInstanceOf(Problem.Conflict.class)
                .hasMessage("intents@1.0.0 is " + stage
                        + " and cannot be approved; only candidate, validated and rejected versions can");
    }

    @ParameterizedTest
    @EnumSource(
            value = Stage.class,
            names = {"candidate", "validated", "approved"})
    void what_does_not_serve_yet_can_be_rejected(Stage stage) {
        ApprovalRules.checkRejection(in(stage));
    }

    @Test
    void what_serves_is_rolled_back_instead() {
        assertThatThrownBy(() -> ApprovalRules.checkRejection(in(Stage.production)))
                .isInstanceOf(Problem.Conflict.class)
                .hasMessageContaining("roll it back");
    }

    private static Version in(Stage stage) {
        return TestVersions.version(1, "1.0.0", stage, null);
    }
}
