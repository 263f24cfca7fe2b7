package weft.storage;

final class MemoryPruningTest extends PruningContract {
  @Override
  NodeStore open(RetentionSettings retention) {
    return new MemoryNodeStore(retention);
  }
}
