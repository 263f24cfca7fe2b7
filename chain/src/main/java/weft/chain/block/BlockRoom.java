package weft.chain.block;

/// What is left for transactions under the two caps on a block's bytes, the chain's and the
/// engine's.
final class BlockRoom {
  private final int overheadBytes;
  private long chainBytes;
  private long engineBytes;

  /// @param overheadBytes that the engine counts for each transaction
  BlockRoom(long chainBytes, long engineBytes, int overheadBytes) {
    this.chainBytes = chainBytes;
    this.engineBytes = engineBytes;
    this.overheadBytes = overheadBytes;
  }

  /// The same room, to be taken up separately.
  BlockRoom copy() {
    return new BlockRoom(chainBytes, engineBytes, overheadBytes);
  }

  boolean has(int transactionBytes) {
    return transactionBytes <= chainBytes && transactionBytes + overheadBytes <= engineBytes;
  }

  void take(int transactionBytes) {
    chainBytes -= transactionBytes;
    engineBytes -= transactionBytes + overheadBytes;
  }

  /// Takes up bytes of the preamble.
  void takePreamble(int bytes) {
    chainBytes -= bytes;
    engineBytes -= bytes;
  }
}
