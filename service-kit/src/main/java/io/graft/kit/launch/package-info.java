/// Worker processes: start, watch, stop.
@NullMarked
package io.graft.kit.launch;

import org.jspecify.annotations.NullMarked;
