package io.graft.client;

import io.graft.contracts.inference.InferenceApi.AdapterView;
import io.graft.contracts.inference.InferenceApi.LoadAdapterRequest;
import io.graft.contracts.inference.InferenceApi.UnloadAdapterRequest;
import io.graft.contracts.inference.OpenAiApi.ChatRequest;
import io.graft.contracts.inference.OpenAiApi.ChatResponse;
import io.graft.contracts.inference.OpenAiApi.CompletionRequest;
import io.graft.contracts.inference.OpenAiApi.CompletionResponse;
import io.graft.contracts.inference.OpenAiApi.ModelList;
import java.util.List;

/// The model server's API: adapters and answers.
public final class ModelServerClient {

    private final JsonClient client;

    public ModelServerClient(JsonClient client) {
        this.client = client;
    }

    /// Loads an adapter, or does nothing where the same one is loaded already; another one under the name is swapped.
    ///
    /// @param path `registry://NAME/VERSION`, or a folder below the server's adapter root
    public AdapterView load(String name, String path) {
        return client.post("/v1/load_lora_adapter", new LoadAdapterRequest(name, path), AdapterView.class);
    }

    /// Unloads an adapter; requests that it answers just now still end well.
    public void unload(String name) {
        client.post("/v1/unload_lora_adapter", new UnloadAdapterRequest(name), Void.class);
    }

    public List<AdapterView> adapters() {
        return client.getList("/lora-adapters", AdapterView.class);
    }

    public ModelList models() {
        return client.get("/v1/models", ModelList.class);
    }

    public ChatResponse chat(ChatRequest request) {
        return client.post("/v1/chat/completions", request, ChatResponse.class);
    }

    public CompletionResponse complete(CompletionRequest request) {
        return client.post("/v1/completions", request, CompletionResponse.class);
    }
}
