/// The APIs of gateway and model-server: routes, statistics, feedback, adapters.
@NullMarked
package io.graft.contracts.inference;

import org.jspecify.annotations.NullMarked;
