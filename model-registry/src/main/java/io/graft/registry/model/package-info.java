/// A model: its name, its version numbers and the aliases that point at its versions.
@NullMarked
package io.graft.registry.model;

import org.jspecify.annotations.NullMarked;
