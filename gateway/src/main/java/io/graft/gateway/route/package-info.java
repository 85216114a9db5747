/// Routes: the shares of traffic that the versions of a model get.
@NullMarked
package io.graft.gateway.route;

import org.jspecify.annotations.NullMarked;
