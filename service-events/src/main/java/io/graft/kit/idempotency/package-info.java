/// The same call twice is one call.
@NullMarked
package io.graft.kit.idempotency;

import org.jspecify.annotations.NullMarked;
