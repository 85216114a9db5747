/// Receives the spans of all services, keeps them for a week and shows them as trees.
@NullMarked
package io.graft.localstack.trace;

import org.jspecify.annotations.NullMarked;
