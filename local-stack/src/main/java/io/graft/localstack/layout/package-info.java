/// Where things are: the folders and ports of the stack.
@NullMarked
package io.graft.localstack.layout;

import org.jspecify.annotations.NullMarked;
