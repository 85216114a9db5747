/// What every kind of job works with.
@NullMarked
package io.graft.worker.job;

import org.jspecify.annotations.NullMarked;
