/// The API of model-registry: models, versions, gates, approvals.
@NullMarked
package io.graft.contracts.registry;

import org.jspecify.annotations.NullMarked;
