/// A store for tests.
@NullMarked
package weft.chain.store;

import org.jspecify.annotations.NullMarked;
