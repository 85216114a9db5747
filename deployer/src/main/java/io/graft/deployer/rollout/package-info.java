/// Rollouts: what is asked for, how it stands, what to do next, and what is kept of it.
@NullMarked
package io.graft.deployer.rollout;

import org.jspecify.annotations.NullMarked;
