/// Reports to the service that launched the worker, and what it answers.
@NullMarked
package io.graft.worker.report;

import org.jspecify.annotations.NullMarked;
