package io.graft.training;

import io.graft.testkit.GraftRules;
import org.junit.jupiter.api.Test;

class ShapeTest {

    @Test
    void the_module_follows_the_rules_of_the_code_base() {
        GraftRules.check("io.graft.training");
    }
}
