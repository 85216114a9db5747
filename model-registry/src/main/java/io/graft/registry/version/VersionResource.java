package io.graft.registry.version;

import io.graft.contracts.Page;
import io.graft.contracts.registry.RegistryApi.CompareRequest;
import io.graft.contracts.registry.RegistryApi.CompareResponse;
import io.graft.contracts.registry.RegistryApi.MetricSeries;
import io.graft.contracts.registry.RegistryApi.RegisterRequest;
import io.graft.contracts.registry.RegistryApi.UpdateRequest;
import io.graft.contracts.registry.RegistryApi.VersionView;
import io.graft.kit.auth.Caller;
import io.graft.kit.idempotency.Idempotency;
import io.graft.kit.page.PageRequest;
import io.graft.kit.problem.Problem;
import io.graft.registry.model.Change;
import io.graft.registry.model.IfMatch;
import io.graft.registry.model.ModelName;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// `/v1/registry/models/…`: versions.
@Path("/v1/registry/models")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class VersionResource {

    private final Registrations registrations;
    private final Versions versions;
    private final Comparisons comparisons;
    private final Idempotency idempotency;
    private final Caller caller;

    VersionResource(
            Registrations registrations,
            Versions versions,
            Comparisons comparisons,
            Idempotency idempotency,
            Caller caller) {
        this.registrations = registrations;
        this.versions = versions;
        this.comparisons = comparisons;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    @POST
    public Response register(@RestHeader("Idempotency-Key") @Nullable String key, @Nullable RegisterRequest request) {
        RegisterRequest asked = body(request);
        String by = caller.name();
        return idempotency.once(key, "POST /v1/registry/models", asked, () -> created(asked, by));
    }

    private Response created(RegisterRequest request, String by) {
        Version version = registrations.register(request, new Change(by, "registered"));
        return Response.created(URI.create("/v1/registry/models/" + version.model() + "/" + version.number()))
                .header(HttpHeaders.ETAG, version.tag())
                .entity(versions.view(version))
                .build();
    }

    @POST
    @Path("/compare")
    public CompareResponse compare(@Nullable CompareRequest request) {
        return comparisons.compare(body(request));
    }

    @GET
    @Path("/{name}/versions")
    public Page<VersionView> list(
            String name,
            @RestQuery("page_size") @Nullable Integer pageSize,
            @RestQuery("page_token") @Nullable String pageToken) {
        return versions.list(ModelName.of("name", name), PageRequest.of(pageSize, pageToken));
    }

    @GET
    @Path("/{name}/metrics")
    public List<MetricSeries> metrics(String name, @RestQuery @Nullable String metric) {
        return versions.metrics(ModelName.of("name", name), metric);
    }

    @GET
    @Path("/{name}/{version}")
    public Response get(String name, String version) {
        return answer(versions.find(ModelName.of("name", name), version));
    }

    @PATCH
    @Path("/{name}/{version}")
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    public Response update(
            String name,
            String version,
            @RestHeader(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Nullable UpdateRequest request) {
        return answer(versions.update(ModelName.of("name", name), version, body(request), new IfMatch(ifMatch)));
    }

    private static Response answer(Versions.Found found) {
        return Response.ok(found.view()).header(HttpHeaders.ETAG, found.tag()).build();
    }

    private static <T> T body(@Nullable T request) {
        if (request == null) {
            throw new Problem.Malformed("the body is missing; it must be a JSON object");
        }
        return request;
    }
}
