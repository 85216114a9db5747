/// Looks for what would keep the stack from running, and says what to do about it.
@NullMarked
package io.graft.localstack.doctor;

import org.jspecify.annotations.NullMarked;
