/// A Kafka broker of one node as a process.
@NullMarked
package io.graft.localstack.kafka;

import org.jspecify.annotations.NullMarked;
