/// One trace through threads, tables and processes.
@NullMarked
package io.graft.kit.trace;

import org.jspecify.annotations.NullMarked;
