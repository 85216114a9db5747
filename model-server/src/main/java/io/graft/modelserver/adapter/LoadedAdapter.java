package io.graft.modelserver.adapter;

import io.graft.contracts.inference.InferenceApi.AdapterView;
import io.graft.engine.adapter.LoraAdapter;
import io.graft.modelserver.adapter.KeptAdapters.Kept;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;

/// An adapter that answers.
///
/// @param requests that it answered, or was asked
public record LoadedAdapter(
        String name, String source, String digest, LoraAdapter adapter, Instant loadedAt, LongAdder requests) {

    AdapterView view() {
        return new AdapterView(name, adapter.base().name(), digest, loadedAt, requests.sum());
    }

    Kept kept() {
        return new Kept(name, source, digest, loadedAt);
    }
}
