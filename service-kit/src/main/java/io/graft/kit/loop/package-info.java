/// Work that goes round and round: queues, reconcilers, relays.
@NullMarked
package io.graft.kit.loop;

import org.jspecify.annotations.NullMarked;
