/// The short health answer.
@NullMarked
package io.graft.kit.health;

import org.jspecify.annotations.NullMarked;
