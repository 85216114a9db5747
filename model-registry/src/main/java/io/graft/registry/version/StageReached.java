package io.graft.registry.version;

import io.graft.contracts.registry.RegistryApi.Stage;

/// A version came to a stage: told within the service once the transaction is sure.
record StageReached(Stage stage) {}
