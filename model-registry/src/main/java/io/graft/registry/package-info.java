/// model-registry: models, versions, aliases, artifacts, lineage, gates, approvals.
@NullMarked
package io.graft.registry;

import org.jspecify.annotations.NullMarked;
