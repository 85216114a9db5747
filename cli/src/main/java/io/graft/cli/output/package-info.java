/// What the user sees: tables, JSON, YAML, progress.
@NullMarked
package io.graft.cli.output;

import org.jspecify.annotations.NullMarked;
