package weft.rollup.client;

/// A node says that validators attested a block, and does not show how they came after those that
/// are known. It may have joined late and not know; another node does.
public final class UnknownValidatorsException extends NodeException {
  UnknownValidatorsException(String message) {
    super(message, null);
  }
}
