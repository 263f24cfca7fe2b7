/// The five entry points of a block: propose, validate, extend, finalize, commit. Pure: time comes
/// as an argument, storage through `weft.chain.store`. May import the floors below and every
/// package of this module but `weft.chain.engine`.
@NullMarked
package weft.chain.block;

import org.jspecify.annotations.NullMarked;
