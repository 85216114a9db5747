/// The Helm chart as Helm renders it.
@NullMarked
package io.graft.helm;

import org.jspecify.annotations.NullMarked;
