/// The `graft` command.
@NullMarked
package io.graft.cli;

import org.jspecify.annotations.NullMarked;
