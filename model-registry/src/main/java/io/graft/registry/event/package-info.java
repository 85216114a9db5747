/// What the registry does when other services say that something happened.
@NullMarked
package io.graft.registry.event;

import org.jspecify.annotations.NullMarked;
