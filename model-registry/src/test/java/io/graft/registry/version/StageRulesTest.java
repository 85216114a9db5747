package io.graft.registry.version;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.contracts.registry.RegistryApi.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StageRulesTest {

    @ParameterizedTest
    @EnumSource(Stage.class)
    void no_stage_follows_itself_and_none_leads_back_to_candidate(Stage stage) {
        assertThat(StageRules.next(stage)).doesNotContain(stage, Stage.candidate);
    }

    @ParameterizedTest
    @EnumSource(value = Stage.class, mode = EnumSource.Mode.EXCLUDE, names = "production")
    void production_may_follow_every_stage(Stage stage) {
        assertThat(StageRules.allows(stage, Stage.production)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(value = Stage.class, mode = EnumSource.Mode.EXCLUDE, names = "rejected")
    void every_stage_can_end_in_rejection(Stage stage) {
        assertThat(StageRules.allows(stage, Stage.rejected)).isTrue();
    }

    @Test
    void only_a_candidate_is_validated() {
        assertThat(Stage.values())
                .filteredOn(stage -> StageRules.allows(stage, Stage.validated))
                .containsExactly(Stage.candidate);
    }

    @Test
    void what_served_is_archived_and_what_never_served_is_not() {
        assertThat(Stage.values())
                .filteredOn(stage -> StageRules.allows(stage, Stage.archived))
                .containsExactly(Stage.approved, Stage.production);
    }
}
