@NullMarked
package io.graft.engine.check;

import org.jspecify.annotations.NullMarked;
