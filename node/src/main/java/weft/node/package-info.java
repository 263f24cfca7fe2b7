/// One node: wires store, chain, engine, mempool and public API together, and stops them in order.
///
/// May import every floor below and every package of this module.
@NullMarked
package weft.node;

import org.jspecify.annotations.NullMarked;
