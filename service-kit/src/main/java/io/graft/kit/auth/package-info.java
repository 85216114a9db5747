/// Who may call what.
@NullMarked
package io.graft.kit.auth;

import org.jspecify.annotations.NullMarked;
