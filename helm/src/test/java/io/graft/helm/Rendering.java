package io.graft.helm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// What Helm made of the chart: Kubernetes objects in the order in which Helm would create them.
record Rendering(List<Manifest> manifests) {

    private static final YAMLMapper YAML = new YAMLMapper();

    /// One object, as text and as a tree.
    record Manifest(String text, JsonNode tree) {

        String kind() {
            return tree.path("kind").asText();
        }

        String name() {
            return tree.at("/metadata/name").asText();
        }

        /// The service that the object belongs to, or `settings`.
        String component() {
            return tree.at("/metadata/labels/app.kubernetes.io~1component").asText();
        }

        JsonNode pod() {
            return tree.at("/spec/template/spec");
        }

        JsonNode container() {
            return pod().at("/containers/0");
        }
    }

    Rendering {
        manifests = List.copyOf(manifests);
    }

    static Rendering of(String yaml) {
        return new Rendering(Arrays.stream(yaml.split("(?m)^---$", -1))
                .map(Rendering::withoutSource)
                .filter(text -> !text.isBlank())
                .map(text -> new Manifest(text, parsed(text)))
                .toList());
    }

    Stream<Manifest> ofKind(String kind) {
        return manifests.stream().filter(manifest -> manifest.kind().equals(kind));
    }

    Manifest deployment(String service) {
        return only("Deployment", Chart.RELEASE + "-" + service);
    }

    Manifest only(String kind, String name) {
        List<Manifest> found =
                ofKind(kind).filter(manifest -> manifest.name().equals(name)).toList();
        if (found.size() != 1) {
            throw new IllegalStateException("expected one " + kind + " " + name + ", the chart has " + found.size());
        }
        return found.getFirst();
    }

    /// The variables with a value in plain sight that a service's container gets: config maps first, as in Kubernetes.
    Map<String, String> environment(String service) {
        Map<String, String> environment = new LinkedHashMap<>();
        JsonNode container = deployment(service).container();
        elements(container.path("envFrom"))
                .map(source -> source.at("/configMapRef/name").asText())
                .filter(name -> !name.isEmpty())
                .forEach(name -> only("ConfigMap", name)
                        .tree()
                        .path("data")
                        .properties()
                        .forEach(entry ->
                                environment.put(entry.getKey(), entry.getValue().asText())));
        elements(container.path("env"))
                .filter(variable -> variable.has("value"))
                .forEach(variable -> environment.put(
                        variable.path("name").asText(), variable.path("value").asText()));
        return environment;
    }

    static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static String withoutSource(String document) {
        return document.replaceFirst("(?m)^# Source: .*\\R", "").strip() + "\n";
    }

    private static JsonNode parsed(String text) {
        try {
            return YAML.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Helm rendered what is not YAML:\n" + text, e);
        }
    }
}
