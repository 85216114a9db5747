/// Unpacks the broker's jars and PostgreSQL's programs that travel inside the class path.
@NullMarked
package io.graft.localstack.binaries;

import org.jspecify.annotations.NullMarked;
