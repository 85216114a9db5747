package io.graft.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import jakarta.ws.rs.core.MediaType;
import org.junit.jupiter.api.Test;

class GraftRulesTest {

    @Test
    void the_testkit_follows_its_own_rules() {
        GraftRules.check("io.graft.testkit");
    }

    @Test
    void a_package_without_classes_is_a_mistake() {
        assertThatThrownBy(() -> GraftRules.check("io.graft.nowhere"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("io.graft.nowhere");
    }

    @Test
    void a_name_that_says_nothing_is_reported() {
        assertThat(broken(GraftRules.noNameSaysNothing(), StringUtils.class)).isTrue();
    }

    @Test
    void a_type_of_the_domain_that_knows_http_is_reported() {
        assertThat(broken(GraftRules.onlyTheEdgeSpeaksHttp(), Runs.class)).isTrue();
    }

    @Test
    void a_resource_may_know_http_and_so_may_what_is_nested_in_it() {
        assertThat(broken(GraftRules.onlyTheEdgeSpeaksHttp(), RunResource.class))
                .isFalse();
        assertThat(broken(GraftRules.onlyTheEdgeSpeaksHttp(), RunResource.Body.class))
                .isFalse();
    }

    private static boolean broken(ArchRule rule, Class<?> type) {
        JavaClasses classes = new ClassFileImporter().importClasses(type);
        EvaluationResult result = rule.allowEmptyShould(true).evaluate(classes);
        return result.hasViolation();
    }

    static final class StringUtils {}

    record Runs(MediaType type) {}
}

record RunResource(MediaType type) {

    record Body(MediaType type) {}
}
