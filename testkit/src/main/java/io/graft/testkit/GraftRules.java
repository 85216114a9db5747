package io.graft.testkit;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;

/// The rules of the code's shape that every module follows, so that each tests itself in one line.
public final class GraftRules {

    private static final List<String> EMPTY_NAMES =
            List.of("Impl", "Util", "Utils", "Helper", "Helpers", "Manager", "Dto", "DTO");

    private GraftRules() {}

    /// Fails with every break of the rules in the main classes of the package and below.
    public static void check(String rootPackage) {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(rootPackage);
        if (classes.isEmpty()) {
            throw new AssertionError("no classes under " + rootPackage + ": is the package name right?");
        }
        rules(rootPackage).forEach(rule -> rule.allowEmptyShould(true).check(classes));
    }

    static Stream<ArchRule> rules(String rootPackage) {
        return Stream.of(
                featuresHaveNoCycles(rootPackage),
                onlyTheEdgeSpeaksHttp(),
                onlyStoresKnowPersistence(),
                onlyKubernetesTypesKnowKubernetes(),
                theEngineKnowsNoFramework(),
                noNameSaysNothing());
    }

    /// Packages directly under the root are features; they may use each other in one direction only.
    static ArchRule featuresHaveNoCycles(String rootPackage) {
        return slices().matching(rootPackage + ".(*)..").should().beFreeOfCycles();
    }

    /// `jakarta.ws.rs` ends at resources and clients; the service kit's filters and mappers are the edge of all
    /// services.
    static ArchRule onlyTheEdgeSpeaksHttp() {
        return noClasses()
                .that(areNotNamed("Resource", "Client").and(areNotOfTheServiceKit()))
                .should()
                .dependOnClassesThat(resideInAPackage("jakarta.ws.rs.."))
                .because("HTTP ends at the edge: only *Resource and *Client know it");
    }

    /// `jakarta.persistence`, Hibernate and Panache end at the stores and the entities they keep to themselves.
    static ArchRule onlyStoresKnowPersistence() {
        return noClasses()
                .that(areNotNamed("Store", "Entity").and(areNotEntities()).and(areNotOfTheServiceKit()))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("jakarta.persistence..", "org.hibernate..", "io.quarkus.hibernate.."))
                .because("only *Store and its entities know how things are kept");
    }

    /// fabric8 ends at the types that say Kubernetes in their name.
    static ArchRule onlyKubernetesTypesKnowKubernetes() {
        return noClasses()
                .that(describe(
                        "are not named Kubernetes*",
                        type -> !outermostName(type).startsWith("Kubernetes")))
                .should()
                .dependOnClassesThat(resideInAPackage("io.fabric8.."))
                .because("only Kubernetes* types know the cluster's client");
    }

    /// The engine runs anywhere Java does.
    static ArchRule theEngineKnowsNoFramework() {
        return noClasses()
                .that()
                .resideInAPackage("io.graft.engine..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "io.quarkus..", "jakarta..", "io.smallrye..", "org.eclipse.microprofile..", "io.fabric8.."))
                .because("the engine is a library without a framework");
    }

    /// Names that could be anything's.
    static ArchRule noNameSaysNothing() {
        return classes()
                .should(be(describe(
                        "named after what they are",
                        type -> EMPTY_NAMES.stream().noneMatch(type.getSimpleName()::endsWith))))
                .because("a name that ends with one of " + EMPTY_NAMES + " says nothing");
    }

    private static DescribedPredicate<JavaClass> areNotNamed(String... endings) {
        List<String> allowed = List.of(endings);
        return describe(
                "are not named *" + String.join(" or *", allowed),
                type -> allowed.stream().noneMatch(outermostName(type)::endsWith));
    }

    private static DescribedPredicate<JavaClass> areNotEntities() {
        List<String> annotations = List.of(
                "jakarta.persistence.Entity", "jakarta.persistence.Embeddable", "jakarta.persistence.MappedSuperclass");
        return describe("are not entities", type -> annotations.stream().noneMatch(type::isAnnotatedWith));
    }

    private static DescribedPredicate<JavaClass> areNotOfTheServiceKit() {
        return resideOutsideOfPackage("io.graft.kit..");
    }

    private static String outermostName(JavaClass type) {
        return type.getEnclosingClass().map(GraftRules::outermostName).orElseGet(type::getSimpleName);
    }
}
