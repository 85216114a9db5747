package io.graft.modelserver;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready once the base model and the adapters of before are loaded.
@Readiness
@ApplicationScoped
class OpenCheck implements HealthCheck {

    private final Opening opening;

    OpenCheck(Opening opening) {
        this.opening = opening;
    }

    @Override
    public HealthCheckResponse call() {
        Optional<String> hindrance = opening.hindrance();
        var response = HealthCheckResponse.named("models").status(hindrance.isEmpty());
        hindrance.ifPresent(reason -> response.withData("reason", reason));
        return response.build();
    }
}
