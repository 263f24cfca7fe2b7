package weft.protocol.orderflow;

import java.util.List;
import weft.primitives.Bytes;

/// What a sender tells of its transaction by itself, such as a gateway that knows the rollup's
/// format, in the shapes of MEV-Share. A node passes it on unchecked.
public record GivenHints(List<Call> txs, List<Log> logs) {
  /// The most bytes that it has in the form of the wire.
  public static final int MAX_BYTES = 4 << 10;

  /// Nothing.
  public static final GivenHints NONE = new GivenHints(List.of(), List.of());

  public GivenHints {
    txs = List.copyOf(txs);
    logs = List.copyOf(logs);
  }

  /// What one transaction of the rollup calls; what is not told is empty.
  public record Call(Bytes to, Bytes functionSelector, Bytes callData) {}

  /// What one would log; what is not told is empty.
  public record Log(Bytes address, List<Bytes> topics, Bytes data) {
    public Log {
      topics = List.copyOf(topics);
    }
  }
}
