/// What is scored on what: names become adapters and held-out rows.
@NullMarked
package io.graft.benchmarks.subject;

import org.jspecify.annotations.NullMarked;
