/// Proof that the whole holds: real node processes that are killed, flooded and starved. May import
/// every module.
@NullMarked
package weft.proof;

import org.jspecify.annotations.NullMarked;
