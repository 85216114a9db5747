/// What became of a version in production: the deployer's words turned into stages and aliases.
@NullMarked
package io.graft.registry.rollout;

import org.jspecify.annotations.NullMarked;
