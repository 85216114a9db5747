/// What a service hands to a worker process, and what the worker reports back.
@NullMarked
package io.graft.contracts.worker;

import org.jspecify.annotations.NullMarked;
