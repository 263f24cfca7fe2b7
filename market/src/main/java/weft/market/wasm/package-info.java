/// Mechanisms that rollups bring themselves as WebAssembly modules, metered and deterministic. May
/// import `weft.primitives`, `weft.market.auction`, `weft.market.selection` and
/// `weft.protocol.mechanism`.
@NullMarked
package weft.market.wasm;

import org.jspecify.annotations.NullMarked;
