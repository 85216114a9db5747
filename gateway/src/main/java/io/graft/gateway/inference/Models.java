package io.graft.gateway.inference;

import io.graft.client.ModelServerClient;
import io.graft.contracts.inference.OpenAiApi.Model;
import io.graft.contracts.inference.OpenAiApi.ModelList;
import io.graft.gateway.route.Routes;
import io.graft.kit.urls.Clients;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.Stream;

/// What can be asked for by name: the models with a route, then the base model and the versions by their own names.
@ApplicationScoped
class Models {

    private final Routes routes;
    private final ModelServerClient modelServer;

    Models(Routes routes, Clients clients) {
        this.routes = routes;
        this.modelServer = new ModelServerClient(clients.modelServer());
    }

    ModelList list() {
        List<Model> served = modelServer.models().data();
        Stream<Model> routed = routes.models().stream().map(name -> routed(name, served));
        return new ModelList("list", Stream.concat(routed, served.stream()).toList());
    }

    /// A routed model looks like its versions, which all have the same base.
    private static Model routed(String name, List<Model> served) {
        return served.stream()
                .filter(version -> version.id().startsWith(name + "@"))
                .findFirst()
                .map(version -> new Model(
                        name, "model", version.created(), version.ownedBy(), version.root(), version.parent()))
                .orElseGet(() -> new Model(name, "model", 0, "graft", name, null));
    }
}
