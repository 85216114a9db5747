/// Files addressed by their SHA-256, in a folder.
@NullMarked
package io.graft.registry.artifact;

import org.jspecify.annotations.NullMarked;
