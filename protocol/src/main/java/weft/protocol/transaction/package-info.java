/// What an account asks for: the transaction, its actions, their bytes and their signature. May
/// import `weft.primitives`, `weft.protocol.mechanism` and `weft.protocol.refusal`.
@NullMarked
package weft.protocol.transaction;

import org.jspecify.annotations.NullMarked;
