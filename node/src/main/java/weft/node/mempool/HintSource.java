package weft.node.mempool;

import java.util.List;
import weft.node.feed.Feed;
import weft.protocol.orderflow.Hint;

/// What is told of the transactions that a node keeps back.
public interface HintSource {

  /// Of those that are kept back now, in the order in which they came.
  List<Hint> hints();

  /// Of each that is kept back from now on, as soon as it is durable.
  Feed<Hint> newHints();
}
