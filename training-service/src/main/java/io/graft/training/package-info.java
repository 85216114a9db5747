/// Data sets and training runs.
@NullMarked
package io.graft.training;

import org.jspecify.annotations.NullMarked;
