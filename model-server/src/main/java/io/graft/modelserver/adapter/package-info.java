/// Adapters: where they come from, which are loaded, and that they are loaded again after a restart.
@NullMarked
package io.graft.modelserver.adapter;

import org.jspecify.annotations.NullMarked;
