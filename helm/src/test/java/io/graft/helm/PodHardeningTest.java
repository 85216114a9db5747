package io.graft.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.helm.Rendering.Manifest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What no pod of the chart does without.
class PodHardeningTest {

    private final Rendering chart = Chart.render();

    @ParameterizedTest
    @EnumSource
    void a_pod_runs_without_root_without_privileges_and_without_a_token(GraftModule module) {
        JsonNode pod = chart.deployment(module.module()).pod();

        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/securityContext/runAsUser").asInt()).isPositive();
        assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
        assertThat(pod.path("enableServiceLinks").asBoolean(true)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void every_container_is_hardened(GraftModule module) {
        assertThat(containers(module)).isNotEmpty().allSatisfy(container -> {
            JsonNode security = container.path("securityContext");
            assertThat(security.path("allowPrivilegeEscalation").asBoolean(true))
                    .isFalse();
            assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
            assertThat(security.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
            assertThat(security.at("/capabilities/add").isMissingNode()).isTrue();
        });
    }

    @ParameterizedTest
    @EnumSource
    void every_container_says_what_memory_and_processor_it_needs(GraftModule module) {
        assertThat(containers(module)).isNotEmpty().allSatisfy(container -> {
            assertThat(container.at("/resources/requests/cpu").asText()).isNotEmpty();
            assertThat(container.at("/resources/requests/memory").asText()).isNotEmpty();
            assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource
    void every_container_is_probed_at_its_port(GraftModule module) {
        Map<String, String> paths = Map.of(
                "startupProbe", "/q/health/started",
                "livenessProbe", "/q/health/live",
                "readinessProbe", "/q/health/ready");

        assertThat(containers(module))
                .isNotEmpty()
                .allSatisfy(container -> paths.forEach((probe, path) -> {
                    assertThat(container.at("/" + probe + "/httpGet/path").asText())
                            .isEqualTo(path);
                    assertThat(container.at("/" + probe + "/httpGet/port").asText())
                            .isEqualTo(container.at("/ports/0/name").asText());
                }));
    }

    @ParameterizedTest
    @EnumSource
    void a_container_can_write_to_its_home_and_its_temporary_folder(GraftModule module) {
        Manifest deployment = chart.deployment(module.module());

        List<String> writable = Rendering.elements(deployment.container().path("volumeMounts"))
                .filter(mount -> !mount.path("readOnly").asBoolean())
                .map(mount -> mount.path("mountPath").asText())
                .toList();

        assertThat(writable)
                .containsExactlyInAnyOrder(
                        "/tmp", chart.environment(module.module()).get("GRAFT_HOME"));
    }

    @ParameterizedTest
    @EnumSource
    void who_listens_beyond_loopback_asks_for_keys(GraftModule module) throws UnknownHostException {
        Map<String, String> environment = chart.environment(module.module());

        boolean loopback =
                InetAddress.getByName(environment.get("QUARKUS_HTTP_HOST")).isLoopbackAddress();
        assertThat(loopback).isFalse();
        assertThat(environment).containsEntry("GRAFT_AUTH_ENABLED", "true");
    }

    @Test
    void no_secret_lies_in_plain_sight() {
        assertThat(chart.ofKind("Secret")).isEmpty();
        for (String service : GraftModule.names()) {
            assertThat(chart.environment(service).keySet()).noneMatch(name -> name.matches(".*(PASSWORD|TOKEN|_KEY)$"));
        }
    }

    private List<JsonNode> containers(GraftModule module) {
        JsonNode pod = chart.deployment(module.module()).pod();
        assertThat(pod.path("initContainers").isMissingNode())
                .as("init containers would need the same checks")
                .isTrue();
        return Rendering.elements(pod.path("containers")).toList();
    }
}
