/// Bytes and ids, hashes, Merkle trees, signatures and checked amounts: the ground floor.
///
/// Pure: no threads, clocks, I/O, randomness or floating point. May import nothing else of Weft.
@NullMarked
package weft.primitives;

import org.jspecify.annotations.NullMarked;
