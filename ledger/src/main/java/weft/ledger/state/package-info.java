/// The flat key-value state: what keys exist, how records are encoded, reading and layered writing.
/// May import `weft.primitives` and `weft.protocol`.
@NullMarked
package weft.ledger.state;

import org.jspecify.annotations.NullMarked;
