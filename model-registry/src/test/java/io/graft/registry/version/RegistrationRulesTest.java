package io.graft.registry.version;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.contracts.ArtifactFile;
import io.graft.contracts.ProblemDetail.FieldError;
import io.graft.contracts.registry.RegistryApi.Lineage;
import io.graft.contracts.registry.RegistryApi.RegisterRequest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RegistrationRulesTest {

    private static final String KNOWN = "sha256:" + "a".repeat(64);
    private static final String UNKNOWN = "sha256:" + "b".repeat(64);

    @Test
    void a_file_that_is_stored_with_that_size_is_right() {
        assertThat(faults(request(new ArtifactFile("a.bin", KNOWN, 7)))).isEmpty();
    }

    @Test
    void a_file_that_is_not_stored_is_named_by_its_digest() {
        assertThat(faults(request(new ArtifactFile("a.bin", UNKNOWN, 7))))
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.field()).isEqualTo("files[0].digest");
                    assertThat(fault.message()).contains(UNKNOWN);
                });
    }

    @Test
    void a_file_of_another_size_is_named_with_both_sizes() {
        assertThat(faults(request(new ArtifactFile("a.bin", KNOWN, 8))))
                .containsExactly(new FieldError("files[0].size", KNOWN + " has 7 bytes, not 8"));
    }

    @Test
    void a_path_is_there_once() {
        ArtifactFile file = new ArtifactFile("a.bin", KNOWN, 7);
        assertThat(faults(request(file, file))).extracting(FieldError::field).containsExactly("files[1].path");
    }

    @Test
    void everything_that_is_wrong_is_said_at_once() {
        Map<String, Double> metrics = new HashMap<>();
        metrics.put("loss", null);
        RegisterRequest request = new RegisterRequest(
                "intents",
                null,
                " ",
                null,
                Map.of("a b", "c"),
                Map.of("k", "v".repeat(5_001)),
                null,
                metrics,
                List.of(),
                new Lineage(null, null, null, null, null, UNKNOWN, null, null, null));
        assertThat(faults(request))
                .extracting(FieldError::field)
                .containsExactly("base_model", "files", "metrics.loss", "tags", "metadata.k", "lineage.test_digest");
    }

    private static List<FieldError> faults(RegisterRequest request) {
        return RegistrationRules.faults(
                request, digest -> digest.equals(KNOWN) ? OptionalLong.of(7) : OptionalLong.empty());
    }

    private static RegisterRequest request(@Nullable ArtifactFile... files) {
        return new RegisterRequest(
                "intents", null, "graft-tiny", null, null, null, null, null, Arrays.asList(files), null);
    }
}
