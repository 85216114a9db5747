/// Listings in pages.
@NullMarked
package io.graft.kit.page;

import org.jspecify.annotations.NullMarked;
