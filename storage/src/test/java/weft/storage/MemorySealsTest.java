package weft.storage;

final class MemorySealsTest extends SealsContract {
  @Override
  NodeStore open(RetentionSettings retention) {
    return new MemoryNodeStore(retention);
  }
}
