/// Where versions serve: the adapters of a model server and the routes of a gateway.
@NullMarked
package io.graft.deployer.target;

import org.jspecify.annotations.NullMarked;
