/// Rollouts: shifts traffic to a version step by step, reads the evidence, promotes or rolls back.
@NullMarked
package io.graft.deployer;

import org.jspecify.annotations.NullMarked;
