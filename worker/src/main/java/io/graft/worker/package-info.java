/// The program inside a worker process.
@NullMarked
package io.graft.worker;

import org.jspecify.annotations.NullMarked;
