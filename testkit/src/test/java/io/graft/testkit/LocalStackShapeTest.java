package io.graft.testkit;

import org.junit.jupiter.api.Test;

/// The local stack cannot test itself with the testkit, which is built on it.
class LocalStackShapeTest {

    @Test
    void the_local_stack_follows_the_rules_of_the_code_base() {
        GraftRules.check("io.graft.localstack");
    }
}
