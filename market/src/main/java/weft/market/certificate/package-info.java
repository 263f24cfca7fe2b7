/// The proof of an auction's result, and the checker that believes nothing else. May import
/// `weft.primitives`, `weft.market.auction` and `weft.protocol.mechanism`: the checker shares no
/// code with what it checks.
@NullMarked
package weft.market.certificate;

import org.jspecify.annotations.NullMarked;
