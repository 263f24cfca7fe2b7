package weft.protocol.transaction;

/// A two-dimensional nonce: sequences are gapless inside a channel, channels are independent, so a
/// gateway can submit in parallel. Both are at least 0.
public record Nonce(long channel, long sequence) {
  public Nonce {
    if (channel < 0 || sequence < 0) {
      throw new IllegalArgumentException("channel and sequence must be at least 0");
    }
  }

  @Override
  public String toString() {
    return channel + "/" + sequence;
  }
}
