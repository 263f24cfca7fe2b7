/// The rules of an auction, as data: what winners pay, how rollups share it, what order flow gets
/// back. May import `weft.primitives`.
@NullMarked
package weft.protocol.mechanism;

import org.jspecify.annotations.NullMarked;
