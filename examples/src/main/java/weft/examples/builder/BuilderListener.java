package weft.examples.builder;

import weft.primitives.Hash32;
import weft.protocol.refusal.Refusal;

/// Hears what becomes of a builder's transactions. Called on the builder's thread: must be quick.
public interface BuilderListener {
  BuilderListener NONE = new BuilderListener() {};

  /// The node signed for a transaction.
  default void received(Hash32 transaction) {}

  /// The node refused one.
  default void refused(Refusal refusal) {}

  /// A transaction has its final status: it is in a block, or its bid did not win in time.
  default void settled(Hash32 transaction) {}
}
