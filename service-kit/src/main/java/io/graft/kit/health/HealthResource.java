package io.graft.kit.health;

import io.graft.kit.auth.OwnAuth;
import io.smallrye.health.SmallRyeHealthReporter;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// `/health`: one word for people and simple probes; the details are at `/q/health`.
@Path("/health")
@OwnAuth
public class HealthResource {

    private final SmallRyeHealthReporter reporter;
    private final String service;

    HealthResource(SmallRyeHealthReporter reporter, @ConfigProperty(name = "quarkus.application.name") String service) {
        this.reporter = reporter;
        this.service = service;
    }

    @GET
    public Response health() {
        boolean down =
                reporter.getReadiness().isDown() || reporter.getLiveness().isDown();
        return Response.status(down ? 503 : 200)
                .entity(Map.of("service", service, "status", down ? "DOWN" : "UP"))
                .build();
    }
}
