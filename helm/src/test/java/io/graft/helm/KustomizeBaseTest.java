package io.graft.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.helm.Rendering.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `k8s/base` is what the chart renders with its own values, one file for each service.
class KustomizeBaseTest {

    private static final Path BASE = Chart.ROOT.resolve("k8s").resolve("base");
    private static final String REWRITE = "./mvnw -pl helm test -Dtest=KustomizeBaseTest -Dgraft.rewrite=true";
    private static final String HEADER = "# Rendered from helm/graft, not to be edited: " + REWRITE + "\n";

    @Test
    void the_kustomize_base_is_what_the_chart_renders() throws IOException {
        Map<String, String> rendered = files(Chart.render());
        if (Boolean.getBoolean("graft.rewrite")) {
            rewrite(rendered);
        }

        assertThat(stored()).as("k8s/base; rewrite it with " + REWRITE).isEqualTo(rendered);
    }

    private static Map<String, String> files(Rendering chart) {
        Map<String, String> files = chart.manifests().stream()
                .collect(Collectors.groupingBy(
                        manifest -> manifest.component() + ".yaml",
                        TreeMap::new,
                        Collectors.mapping(Manifest::text, Collectors.joining("---\n", HEADER, ""))));
        String resources =
                files.keySet().stream().map(file -> "  - " + file + "\n").collect(Collectors.joining());
        files.put(
                "kustomization.yaml",
                HEADER + "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n" + resources);
        return files;
    }

    private static Map<String, String> stored() throws IOException {
        Map<String, String> files = new TreeMap<>();
        if (Files.isDirectory(BASE)) {
            for (Path file : list()) {
                files.put(String.valueOf(file.getFileName()), Files.readString(file));
            }
        }
        return files;
    }

    private static void rewrite(Map<String, String> files) throws IOException {
        Files.createDirectories(BASE);
        for (Path old : list()) {
            Files.delete(old);
        }
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(BASE.resolve(file.getKey()), file.getValue());
        }
    }

    private static Iterable<Path> list() throws IOException {
        try (Stream<Path> files = Files.list(BASE)) {
            return files.toList();
        }
    }
}
