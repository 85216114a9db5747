package io.graft.engine;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How packages of the engine may use each other. The testkit has such rules for all modules, but brings a
/// framework with it, which must not be on the class path here.
class ShapeTest {

    /// From the lowest to the highest.
    private static final List<String> LAYERS =
            List.of("tensor", "kernel", "compute", "layer", "adapter", "transformer", "training");

    private static final JavaClasses ENGINE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.graft.engine");

    @Test
    void a_package_knows_none_of_those_above_it() {
        for (int lower = 0; lower < LAYERS.size() - 1; lower++) {
            String[] above = LAYERS.subList(lower + 1, LAYERS.size()).stream()
                    .map(name -> "io.graft.engine." + name)
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage("io.graft.engine." + LAYERS.get(lower))
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(above))
                    .check(ENGINE);
        }
    }

    @Test
    void packages_have_no_cycles() {
        slices().matching("io.graft.engine.(*)..").should().beFreeOfCycles().check(ENGINE);
    }

    @Test
    void the_engine_knows_no_framework() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "io.quarkus..", "jakarta..", "io.smallrye..", "org.eclipse.microprofile..", "io.fabric8.."))
                .because("it is a library that runs anywhere Java does")
                .check(ENGINE);
    }
}
