/// Where the other services are, and clients for them.
@NullMarked
package io.graft.kit.urls;

import org.jspecify.annotations.NullMarked;
