@NullMarked
package io.graft.worker;

import org.jspecify.annotations.NullMarked;
