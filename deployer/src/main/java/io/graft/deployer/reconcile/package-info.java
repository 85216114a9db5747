/// The loop that brings the world to where the rollouts say it should be.
@NullMarked
package io.graft.deployer.reconcile;

import org.jspecify.annotations.NullMarked;
