/// What the stack consists of: Kafka, PostgreSQL and the services, each as something that can be started and asked.
@NullMarked
package io.graft.localstack.component;

import org.jspecify.annotations.NullMarked;
