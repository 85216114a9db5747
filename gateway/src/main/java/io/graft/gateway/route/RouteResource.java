package io.graft.gateway.route;

import io.graft.contracts.Page;
import io.graft.contracts.inference.InferenceApi.Route;
import io.graft.kit.page.PageRequest;
import io.graft.kit.problem.Problem;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `/v1/gateway/routes`.
@Path("/v1/gateway/routes")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class RouteResource {

    private static final Pattern ETAG = Pattern.compile("(?:W/)?\"(\\d{1,18})\"");

    private final Routes routes;

    RouteResource(Routes routes) {
        this.routes = routes;
    }

    @GET
    public Page<Route> list(
            @QueryParam("page_size") @Nullable Integer pageSize, @QueryParam("page_token") @Nullable String pageToken) {
        PageRequest request = PageRequest.of(pageSize, pageToken);
        return request.page(routes.list(request.limit(), request.offset()), TrafficSplit::toRoute);
    }

    @GET
    @Path("/{model}")
    public Response get(String model) {
        return answer(routes.find(model).orElseThrow(() -> new Problem.NotFound("route", model)));
    }

    @PUT
    @Path("/{model}")
    public Response put(String model, @Nullable Route route, @HeaderParam("If-Match") @Nullable String ifMatch) {
        if (route == null) {
            throw new Problem.Malformed("the body must be a route: {\"shares\": [{\"version\", \"weight\"}]}");
        }
        if (route.model() != null && !route.model().equals(model)) {
            throw Problem.Invalid.of("model", "must be " + model + " as in the path, is " + route.model());
        }
        Long revision = ifMatch == null ? route.revision() : revisionOf(ifMatch);
        return answer(routes.put(model, route.shares() == null ? List.of() : route.shares(), revision));
    }

    @DELETE
    @Path("/{model}")
    public void delete(String model, @HeaderParam("If-Match") @Nullable String ifMatch) {
        routes.delete(model, ifMatch == null ? null : revisionOf(ifMatch));
    }

    private static Long revisionOf(String ifMatch) {
        Matcher tag = ETAG.matcher(ifMatch.strip());
        if (!tag.matches()) {
            throw new Problem.Malformed("If-Match must be the ETag of a route, like \"7\", is " + ifMatch);
        }
        return Long.valueOf(tag.group(1));
    }

    private static Response answer(TrafficSplit split) {
        return Response.ok(split.toRoute())
                .tag(new EntityTag(Long.toString(split.revision())))
                .build();
    }
}
