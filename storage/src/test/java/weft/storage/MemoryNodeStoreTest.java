package weft.storage;

final class MemoryNodeStoreTest extends NodeStoreContract {
  @Override
  NodeStore open(RetentionSettings retention) {
    return new MemoryNodeStore(retention);
  }
}
