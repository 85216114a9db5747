/// Evidence on a version and the verdicts drawn from it.
@NullMarked
package io.graft.deployer.analysis;

import org.jspecify.annotations.NullMarked;
