/// Keeps the components alive: decides from what it sees, acts, and tells how they are.
@NullMarked
package io.graft.localstack.supervisor;

import org.jspecify.annotations.NullMarked;
