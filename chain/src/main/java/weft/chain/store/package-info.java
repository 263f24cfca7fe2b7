/// What the chain asks of a store, and what it hands to it in one atomic commit. May import the
/// floors below.
@NullMarked
package weft.chain.store;

import org.jspecify.annotations.NullMarked;
