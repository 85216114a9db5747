/// Where the services are, and the key to show them.
@NullMarked
package io.graft.cli.connect;

import org.jspecify.annotations.NullMarked;
