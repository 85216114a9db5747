/// How many texts are written at once, and who waits.
@NullMarked
package io.graft.modelserver.admission;

import org.jspecify.annotations.NullMarked;
