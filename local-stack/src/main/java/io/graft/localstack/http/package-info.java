/// The small HTTP server of the supervisor.
@NullMarked
package io.graft.localstack.http;

import org.jspecify.annotations.NullMarked;
