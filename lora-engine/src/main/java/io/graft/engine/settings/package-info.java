/// The configuration of a training as users write it, with TRL's and PEFT's names.
@NullMarked
package io.graft.engine.settings;

import org.jspecify.annotations.NullMarked;
