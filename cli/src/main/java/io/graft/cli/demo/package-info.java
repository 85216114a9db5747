/// The whole loop on shipped data: steps, live traffic, summary.
@NullMarked
package io.graft.cli.demo;

import org.jspecify.annotations.NullMarked;
