/// What crosses a process border, and nothing else.
@NullMarked
package io.graft.contracts;

import org.jspecify.annotations.NullMarked;
