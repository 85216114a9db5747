/// Where versions come from and what became of them.
@NullMarked
package io.graft.registry.lineage;

import org.jspecify.annotations.NullMarked;
