/// The base model that all adapters share.
@NullMarked
package io.graft.modelserver.base;

import org.jspecify.annotations.NullMarked;
