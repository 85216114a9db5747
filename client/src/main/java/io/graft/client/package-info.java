/// Calls to Graft's REST APIs, with the records of `io.graft.contracts` as bodies.
@NullMarked
package io.graft.client;

import org.jspecify.annotations.NullMarked;
