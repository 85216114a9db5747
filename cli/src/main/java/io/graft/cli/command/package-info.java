/// The commands, one class a group.
@NullMarked
package io.graft.cli.command;

import org.jspecify.annotations.NullMarked;
