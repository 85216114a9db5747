/// Events out and in, none lost and none applied twice: outbox, relay, inbox, consumers.
@NullMarked
package io.graft.kit.event;

import org.jspecify.annotations.NullMarked;
