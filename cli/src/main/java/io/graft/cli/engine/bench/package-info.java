/// How fast the engine is, beside what the machine could do in the same run.
@NullMarked
package io.graft.cli.engine.bench;

import org.jspecify.annotations.NullMarked;
