/// What leaves the engine for others: models with an adapter merged into them, and adapters for llama.cpp.
@NullMarked
package io.graft.engine.export;

import org.jspecify.annotations.NullMarked;
