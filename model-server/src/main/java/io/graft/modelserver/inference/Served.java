package io.graft.modelserver.inference;

import io.graft.engine.adapter.Adapter;
import io.graft.modelserver.base.BaseModel;

/// Who writes: the base model, alone or with an adapter, which stays the same until the text ends.
///
/// @param adapterName for labels: the adapter's name, `none` for the base model
record Served(String name, String adapterName, BaseModel.Loaded base, Adapter adapter) {}
