/// What a version must show before it may go on: policies, and the rules that judge evidence.
@NullMarked
package io.graft.registry.gate;

import org.jspecify.annotations.NullMarked;
