package io.graft.modelserver.adapter;

import io.graft.contracts.inference.InferenceApi.AdapterView;
import io.graft.contracts.inference.InferenceApi.LoadAdapterRequest;
import io.graft.contracts.inference.InferenceApi.UnloadAdapterRequest;
import io.graft.kit.problem.Problem;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Adapters at run time: the calls of vLLM, and llama.cpp's list.
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class AdapterResource {

    private final Adapters adapters;

    AdapterResource(Adapters adapters) {
        this.adapters = adapters;
    }

    @POST
    @Path("/v1/load_lora_adapter")
    public AdapterView load(@Nullable LoadAdapterRequest request) {
        if (request == null) {
            throw new Problem.Malformed("the body must be {\"lora_name\", \"lora_path\"}");
        }
        return adapters.load(request.loraName(), request.loraPath());
    }

    @POST
    @Path("/v1/unload_lora_adapter")
    public void unload(@Nullable UnloadAdapterRequest request) {
        if (request == null) {
            throw new Problem.Malformed("the body must be {\"lora_name\"}");
        }
        adapters.unload(request.loraName());
    }

    @GET
    @Path("/lora-adapters")
    public List<AdapterView> list() {
        return adapters.list().stream()
                .map(LoadedAdapter::view)
                .sorted(Comparator.comparing(AdapterView::loraName))
                .toList();
    }
}
