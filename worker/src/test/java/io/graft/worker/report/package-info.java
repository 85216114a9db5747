@NullMarked
package io.graft.worker.report;

import org.jspecify.annotations.NullMarked;
