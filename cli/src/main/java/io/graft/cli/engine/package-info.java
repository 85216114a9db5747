/// `graft engine`: the engine alone, without services.
@NullMarked
package io.graft.cli.engine;

import org.jspecify.annotations.NullMarked;
