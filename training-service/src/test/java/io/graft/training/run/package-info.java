@NullMarked
package io.graft.training.run;

import org.jspecify.annotations.NullMarked;
