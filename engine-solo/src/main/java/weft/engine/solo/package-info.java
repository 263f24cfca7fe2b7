/// The embedded engine: one validator without peers, one thread, durable blocks. May import
/// `weft.chain` and the floors below it.
@NullMarked
package weft.engine.solo;

import org.jspecify.annotations.NullMarked;
