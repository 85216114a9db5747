package io.graft.registry.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.kit.problem.Problem;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {

    /// From FIPS 180-2, appendix B.1.
    private static final String ABC = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private static final String ABC_HEADER = "sha-256=:ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=:";

    @Test
    void the_digest_of_abc_is_the_published_one() {
        assertThat(Digest.ofBytes("abc".getBytes(UTF_8))).hasToString(ABC);
    }

    @Test
    void the_header_form_and_the_text_form_mean_the_same() {
        assertThat(Digest.ofContentDigest(ABC_HEADER)).hasToString(ABC);
        assertThat(Digest.ofContentDigest("sha-512=:AAAA:, " + ABC_HEADER)).hasToString(ABC);
        assertThat(Digest.of("digest", ABC).header()).isEqualTo(ABC_HEADER);
    }

    @Test
    void the_query_goes_before_the_header() {
        String other = "sha256:" + "0".repeat(64);
        assertThat(Digest.promised(Optional.of(ABC_HEADER), Optional.of(other))).contains(Digest.of("digest", other));
        assertThat(Digest.promised(Optional.empty(), Optional.empty())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sha256:",
                "sha256:../../etc/passwd",
                "sha512:00",
                "SHA256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
            })
    void nothing_else_is_a_digest(String text) {
        assertThatThrownBy(() -> Digest.of("digest", text)).isInstanceOf(Problem.Invalid.class);
        assertThatThrownBy(() -> Digest.ofContentDigest(text)).isInstanceOf(Problem.Invalid.class);
    }
}
