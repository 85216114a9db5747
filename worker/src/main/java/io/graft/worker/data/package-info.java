/// Questions and answers of rows, as tokens.
@NullMarked
package io.graft.worker.data;

import org.jspecify.annotations.NullMarked;
