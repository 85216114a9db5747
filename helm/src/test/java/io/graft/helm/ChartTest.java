package io.graft.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.LintResult;
import io.graft.helm.Rendering.Manifest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the chart renders.
class ChartTest {

    private static final String COMPONENT = "app.kubernetes.io/component";

    @Test
    void the_chart_passes_helms_strict_lint() {
        LintResult lint = Chart.lint();

        assertThat(lint.isFailed())
                .as(() -> String.join("\n", lint.getMessages()))
                .isFalse();
    }

    @Test
    void every_service_and_nothing_else_is_deployed() {
        Rendering chart = Chart.render();

        List<String> names = GraftModule.names();
        for (String kind : List.of("Deployment", "Service", "ServiceAccount")) {
            assertThat(chart.ofKind(kind).map(Manifest::component)).containsExactlyInAnyOrderElementsOf(names);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_service_selects_the_pods_of_its_own_deployment(GraftModule module) {
        Rendering chart = Chart.render();
        JsonNode podLabels = chart.deployment(module.module()).tree().at("/spec/template/metadata/labels");

        for (JsonNode selector : List.of(
                chart.only("Service", "graft-" + module.module()).tree().at("/spec/selector"),
                chart.deployment(module.module()).tree().at("/spec/selector/matchLabels"))) {
            assertThat(selector.path(COMPONENT).asText()).isEqualTo(module.module());
            assertThat(selector.properties()).isSubsetOf(podLabels.properties());
        }
    }

    @Test
    void what_must_outlive_a_pod_lies_on_a_claim_that_survives_the_release() {
        Rendering chart = Chart.render();

        Manifest claim = chart.only("PersistentVolumeClaim", "graft-model-registry-home");
        assertThat(claim.tree()
                        .at("/metadata/annotations/helm.sh~1resource-policy")
                        .asText())
                .isEqualTo("keep");
        assertThat(chart.deployment("model-registry").pod().path("volumes").toString())
                .contains("\"claimName\":\"graft-model-registry-home\"");
    }

    @Test
    void base_models_are_mounted_read_only_where_they_are_read() {
        Rendering chart = Chart.render(Map.of("models.existingClaim", "base-models"));

        assertThat(chart.ofKind("Deployment")
                        .filter(deployment -> deployment.pod().toString().contains("\"claimName\":\"base-models\""))
                        .map(Manifest::component))
                .containsExactlyInAnyOrder("training-service", "benchmark-scheduler", "model-server");
        assertThat(chart.deployment("model-server")
                        .container()
                        .at("/volumeMounts")
                        .toString())
                .contains("{\"name\":\"models\",\"mountPath\":\"/models\",\"readOnly\":true}");
    }

    @Test
    void images_come_from_where_the_values_say() {
        Rendering chart = Chart.render(Map.of("image.prefix", "registry.example.com/team/", "image.tag", "1.2.3"));

        assertThat(chart.deployment("gateway").container().path("image").asText())
                .isEqualTo("registry.example.com/team/gateway:1.2.3");
    }

    @Test
    void the_network_policy_is_made_when_asked_for() {
        assertThat(Chart.render().ofKind("NetworkPolicy")).isEmpty();

        Rendering chart = Chart.render(Map.of(
                "networkPolicy.enabled", true, "networkPolicy.from[0].namespaceSelector.matchLabels.team", "shop"));

        JsonNode policy = chart.only("NetworkPolicy", "graft-callers").tree();
        assertThat(policy.at("/spec/policyTypes/0").asText()).isEqualTo("Ingress");
        assertThat(policy.at("/spec/ingress/0/from/1/namespaceSelector/matchLabels/team")
                        .asText())
                .isEqualTo("shop");
    }
}
