package io.graft.registry.version;

import io.graft.contracts.registry.RegistryApi.AliasRequest;
import io.graft.contracts.registry.RegistryApi.AliasView;
import io.graft.kit.auth.Caller;
import io.graft.kit.problem.Problem;
import io.graft.registry.model.AliasName;
import io.graft.registry.model.Aliases;
import io.graft.registry.model.Change;
import io.graft.registry.model.IfMatch;
import io.graft.registry.model.ModelName;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestHeader;
import org.jspecify.annotations.Nullable;

/// `/v1/registry/models/{name}/aliases/{alias}`: the ETag of a GET or PUT, given as `If-Match`, makes the next move
/// a compare-and-set.
@Path("/v1/registry/models/{name}/aliases/{alias}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class AliasResource {

    private static final String BY_HAND = "moved by hand";

    private final Versions versions;
    private final Aliases aliases;
    private final Caller caller;

    AliasResource(Versions versions, Aliases aliases, Caller caller) {
        this.versions = versions;
        this.aliases = aliases;
        this.caller = caller;
    }

    @GET
    @Transactional
    public Response get(String name, String alias) {
        return answer(ModelName.of("name", name), new AliasName(alias));
    }

    @PUT
    @Transactional
    public Response put(
            String name,
            String alias,
            @RestHeader(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Nullable AliasRequest request) {
        if (request == null || request.version() == null) {
            throw Problem.Invalid.of("version", "is missing: the version to point at");
        }
        ModelName model = ModelName.of("name", name);
        AliasName pointer = new AliasName(alias);
        Version version = versions.lock(model, request.version());
        new IfMatch(ifMatch).check("alias " + model + "@" + pointer, aliases.tag(model, pointer));
        aliases.move(model, pointer, version.number(), new Change(caller.name(), BY_HAND));
        return answer(model, pointer);
    }

    @DELETE
    @Transactional
    public Response delete(String name, String alias, @RestHeader(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        ModelName model = ModelName.of("name", name);
        AliasName pointer = new AliasName(alias);
        versions.lock(model, alias);
        new IfMatch(ifMatch).check("alias " + model + "@" + pointer, aliases.tag(model, pointer));
        aliases.remove(model, pointer, new Change(caller.name(), "removed by hand"));
        return Response.noContent().build();
    }

    private Response answer(ModelName model, AliasName alias) {
        AliasView view =
                aliases.view(model, alias).orElseThrow(() -> new Problem.NotFound("alias", model + "@" + alias));
        return Response.ok(view)
                .header(HttpHeaders.ETAG, aliases.tag(model, alias).orElseThrow())
                .build();
    }
}
