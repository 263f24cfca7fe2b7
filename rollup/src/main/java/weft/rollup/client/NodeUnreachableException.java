package weft.rollup.client;

import org.jspecify.annotations.Nullable;

/// No answer from the node within the retries. Check that it runs and that the address is right.
public final class NodeUnreachableException extends NodeException {
  public NodeUnreachableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
