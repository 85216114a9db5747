/// How traffic is split between two versions, and by which steps it moves.
@NullMarked
package io.graft.deployer.traffic;

import org.jspecify.annotations.NullMarked;
