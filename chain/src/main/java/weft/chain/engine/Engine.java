package weft.chain.engine;

/// What drives a chain: asks it for blocks, agrees on one, and commits it. An embedded engine does
/// so alone; a CometBFT engine with others.
public interface Engine extends AutoCloseable {

  /// Starts making blocks. Returns at once.
  void start();

  /// Says that there is something to put into a block. Cheap; may be called from any thread.
  void workAvailable();

  EngineStatus status();

  /// Stops after the block under way. Returns when nothing runs any more.
  @Override
  void close();
}
