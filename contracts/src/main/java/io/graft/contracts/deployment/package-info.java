/// The API of deployer: rollouts.
@NullMarked
package io.graft.contracts.deployment;

import org.jspecify.annotations.NullMarked;
