package io.graft.engine.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The JSON header of a safetensors file, checked: types and sizes agree, and the tensors cover the data without
/// gap or overlap.
record SafetensorsHeader(Map<String, TensorEntry> tensors, Map<String, String> metadata) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Map<String, Integer> TYPE_BYTES = Map.ofEntries(
            Map.entry("BOOL", 1),
            Map.entry("U8", 1),
            Map.entry("I8", 1),
            Map.entry("F8_E4M3", 1),
            Map.entry("F8_E5M2", 1),
            Map.entry("I16", 2),
            Map.entry("U16", 2),
            Map.entry("F16", 2),
            Map.entry("BF16", 2),
            Map.entry("I32", 4),
            Map.entry("U32", 4),
            Map.entry("F32", 4),
            Map.entry("I64", 8),
            Map.entry("U64", 8),
            Map.entry("F64", 8));

    /// @param dataBytes bytes of the file after the header
    static SafetensorsHeader parse(Path file, String text, long dataBytes) throws IOException {
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new MalformedFileException(file, "the header is not JSON: " + JsonProblem.of(e), e);
        }
        if (!root.isObject()) {
            throw new MalformedFileException(file, "the header must be a JSON object");
        }
        Map<String, TensorEntry> tensors = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            if (field.getKey().equals("__metadata__")) {
                metadata.putAll(notes(file, field.getValue()));
            } else {
                tensors.put(field.getKey(), entry(file, field.getKey(), field.getValue()));
            }
        }
        checkCoverage(file, tensors.values().stream().toList(), dataBytes);
        return new SafetensorsHeader(Map.copyOf(tensors), Map.copyOf(metadata));
    }

    private static Map<String, String> notes(Path file, JsonNode node) throws IOException {
        Map<String, String> notes = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> note : node.properties()) {
            if (!note.getValue().isTextual()) {
                throw new MalformedFileException(
                        file, "__metadata__ must map texts to texts, " + note.getKey() + " is " + note.getValue());
            }
            notes.put(note.getKey(), note.getValue().asText());
        }
        if (!node.isObject()) {
            throw new MalformedFileException(file, "__metadata__ must map texts to texts, is " + node);
        }
        return notes;
    }

    private static TensorEntry entry(Path file, String name, JsonNode node) throws IOException {
        String type = node.path("dtype").asText();
        Integer size = TYPE_BYTES.get(type);
        if (size == null) {
            throw wrong(file, name, "dtype \"" + type + "\" is unknown");
        }
        List<Long> shape = longs(file, name, node, "shape");
        List<Long> offsets = longs(file, name, node, "data_offsets");
        if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
            throw wrong(file, name, "data_offsets must be a start and an end, is " + offsets);
        }
        TensorEntry entry = new TensorEntry(name, type, shape, offsets.get(0), offsets.get(1));
        checkSize(file, entry, size);
        return entry;
    }

    private static void checkSize(Path file, TensorEntry entry, int elementBytes) throws IOException {
        long expected;
        try {
            expected = Math.multiplyExact(entry.elements(), elementBytes);
        } catch (ArithmeticException e) {
            throw new MalformedFileException(file, "tensor " + entry.name() + ": shape overflows: " + entry.shape(), e);
        }
        if (entry.bytes() != expected) {
            throw wrong(
                    file,
                    entry.name(),
                    "shape " + entry.shape() + " of " + entry.type() + " takes " + expected
                            + " bytes, data_offsets give " + entry.bytes());
        }
    }

    private static List<Long> longs(Path file, String name, JsonNode node, String field) throws IOException {
        List<Long> values = new ArrayList<>();
        JsonNode array = node.path(field);
        if (!array.isArray()) {
            throw wrong(file, name, field + " must be a list of whole numbers");
        }
        for (JsonNode element : array) {
            if (!element.canConvertToLong() || !element.isIntegralNumber() || element.asLong() < 0) {
                throw wrong(file, name, field + " must hold whole numbers from 0, is " + array);
            }
            values.add(element.asLong());
        }
        return List.copyOf(values);
    }

    private static void checkCoverage(Path file, List<TensorEntry> entries, long dataBytes) throws IOException {
        List<TensorEntry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparingLong(TensorEntry::begin).thenComparingLong(TensorEntry::end));
        long position = 0;
        for (TensorEntry entry : sorted) {
            if (entry.end() > dataBytes) {
                throw wrong(
                        file,
                        entry.name(),
                        "data_offsets end at " + entry.end() + ", but the file holds only " + dataBytes
                                + " bytes of data: is it cut off?");
            }
            if (entry.begin() < position) {
                throw wrong(file, entry.name(), "overlaps the tensor before it, from byte " + entry.begin());
            }
            if (entry.begin() > position) {
                throw wrong(file, entry.name(), "leaves a gap of " + (entry.begin() - position) + " bytes before it");
            }
            position = entry.end();
        }
        if (position != dataBytes) {
            throw new MalformedFileException(
                    file,
                    "the tensors take " + position + " bytes, but the file holds " + dataBytes + " bytes of data");
        }
    }

    private static MalformedFileException wrong(Path file, String tensor, String problem) {
        return new MalformedFileException(file, "tensor " + tensor + ": " + problem);
    }
}
