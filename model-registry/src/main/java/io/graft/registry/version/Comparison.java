package io.graft.registry.version;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.contracts.ContractJson;
import io.graft.contracts.registry.RegistryApi.CompareResponse;
import io.graft.contracts.registry.RegistryApi.VersionView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What several versions have in common and where they differ, field by field (`hyperparameters.lora.r`,
/// `files.adapter_config.json`): a pure function.
final class Comparison {

    private Comparison() {}

    static CompareResponse of(List<VersionView> versions) {
        List<Map<String, Object>> fields =
                versions.stream().map(Comparison::fields).toList();
        TreeSet<String> names = new TreeSet<>();
        fields.forEach(one -> names.addAll(one.keySet()));
        Map<String, List<Object>> differences = new TreeMap<>();
        Map<String, Object> similarities = new TreeMap<>();
        for (String name : names) {
            List<Object> values = values(fields, name);
            Object first = values.getFirst();
            if (first != null && values.stream().allMatch(value -> Objects.equals(first, value))) {
                similarities.put(name, first);
            } else {
                differences.put(name, values);
            }
        }
        return new CompareResponse(versions, differences, similarities);
    }

    /// One value per version in their order; null where a version has no such field.
    @SuppressWarnings("NullAway") // a list of JSON values, in which null is one
    private static List<Object> values(List<Map<String, Object>> fields, String name) {
        List<@Nullable Object> values = new ArrayList<>();
        fields.forEach(one -> values.add(one.get(name)));
        return values;
    }

    private static Map<String, Object> fields(VersionView version) {
        Map<String, Object> fields = new TreeMap<>();
        fields.put("base_model", version.baseModel());
        fields.put("stage", version.stage());
        fields.put("digest", version.digest());
        version.metrics().forEach((name, value) -> fields.put("metrics." + name, value));
        version.tags().forEach((key, value) -> fields.put("tags." + key, value));
        version.metadata().forEach((key, value) -> fields.put("metadata." + key, value));
        version.files().forEach(file -> fields.put("files." + file.path(), file.digest()));
        flatten("hyperparameters", version.hyperparameters(), fields);
        if (version.lineage() != null) {
            flatten("lineage", ContractJson.mapper().valueToTree(version.lineage()), fields);
        }
        return fields;
    }

    /// Objects become paths; lists stay whole, for their order means something.
    private static void flatten(String path, JsonNode node, Map<String, Object> into) {
        if (node.isObject()) {
            node.properties().forEach(field -> flatten(path + "." + field.getKey(), field.getValue(), into));
        } else if (!node.isNull()) {
            into.put(path, node);
        }
    }
}
