/// Data sets: imports rows, says what is wrong with them, and keeps versions that are named by their
/// content.
@NullMarked
package io.graft.training.dataset;

import org.jspecify.annotations.NullMarked;
