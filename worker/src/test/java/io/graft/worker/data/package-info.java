@NullMarked
package io.graft.worker.data;

import org.jspecify.annotations.NullMarked;
