package weft.rollup.client;

import org.jspecify.annotations.Nullable;

/// A node that cannot be asked, or that answers what is no answer. Refusals are values, not this.
public sealed class NodeException extends RuntimeException
    permits NodeUnreachableException, MalformedAnswerException, UnknownValidatorsException {
  NodeException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
