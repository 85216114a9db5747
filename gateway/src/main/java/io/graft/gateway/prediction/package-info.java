/// The prediction log: what was asked, which version answered what, and the statistics of versions.
@NullMarked
package io.graft.gateway.prediction;

import org.jspecify.annotations.NullMarked;
