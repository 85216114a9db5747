package io.graft.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureDocumentTest {

    private static final Pattern TYPE = Pattern.compile("`([A-Z][a-z]+[A-Za-z]*)`");
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    private final Path root = Path.of(System.getProperty("graft.root"));

    @Test
    void every_type_that_the_document_names_exists() throws IOException {
        Set<String> named = TYPE.matcher(Files.readString(root.resolve("ARCHITECTURE.md")))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(named).isNotEmpty();
        assertThat(sourceText())
                .as("names without a type")
                .contains(named.stream().map(name -> " " + name + " ").toList());
    }

    @Test
    void every_module_is_in_the_document() throws IOException {
        String document = Files.readString(root.resolve("ARCHITECTURE.md"));
        Set<String> modules = MODULE.matcher(Files.readString(root.resolve("pom.xml")))
                .results()
                .map(match -> match.group(1).replaceAll("/.*", ""))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(modules).allSatisfy(module -> assertThat(document).contains("`" + module + "`"));
    }

    /// The declarations of all types, each name between spaces.
    private String sourceText() throws IOException {
        Pattern declaration = Pattern.compile("(?:class|interface|record|enum) ([A-Z][A-Za-z]*)");
        try (Stream<Path> files = Files.walk(root, 20)) {
            Set<String> names = new TreeSet<>();
            for (Path file : files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().contains("/src/main/"))
                    .toList()) {
                declaration.matcher(Files.readString(file)).results().forEach(match -> names.add(match.group(1)));
            }
            return " " + String.join("  ", names) + " ";
        }
    }
}
