/// The JSON form of the REST APIs.
@NullMarked
package io.graft.kit.json;

import org.jspecify.annotations.NullMarked;
