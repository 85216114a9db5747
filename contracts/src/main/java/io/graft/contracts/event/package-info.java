/// The events on Kafka.
@NullMarked
package io.graft.contracts.event;

import org.jspecify.annotations.NullMarked;
