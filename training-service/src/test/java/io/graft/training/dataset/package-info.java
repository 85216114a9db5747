@NullMarked
package io.graft.training.dataset;

import org.jspecify.annotations.NullMarked;
