/// What the tests of all modules share.
@NullMarked
package io.graft.testkit;

import org.jspecify.annotations.NullMarked;
