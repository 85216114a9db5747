/// The local stack: Kafka, PostgreSQL and the services on one machine, kept alive by a supervisor.
@NullMarked
package io.graft.localstack;

import org.jspecify.annotations.NullMarked;
