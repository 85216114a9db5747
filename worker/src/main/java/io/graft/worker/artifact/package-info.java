/// Files of the registry's artifact store, there and back.
@NullMarked
package io.graft.worker.artifact;

import org.jspecify.annotations.NullMarked;
