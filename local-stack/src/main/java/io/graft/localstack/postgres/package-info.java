/// A PostgreSQL cluster as a process, made by `initdb` and driven without a shell.
@NullMarked
package io.graft.localstack.postgres;

import org.jspecify.annotations.NullMarked;
