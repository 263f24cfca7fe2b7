package weft.chain.block;

import weft.primitives.Hash32;

/// A store that holds another chain than the genesis describes. Nothing was written.
public final class GenesisMismatchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  GenesisMismatchException(Hash32 given, Hash32 stored) {
    super(
        "the store holds the chain with genesis "
            + stored
            + ", but the genesis given here is "
            + given
            + ". Use the genesis file that the store was made from, or an empty data directory.");
  }
}
