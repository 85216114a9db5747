/// Starting, recognising and ending operating system processes.
@NullMarked
package io.graft.localstack.process;

import org.jspecify.annotations.NullMarked;
