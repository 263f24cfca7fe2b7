package weft.engine.cometbft.abci;

import java.io.IOException;

/// What came is no request: its connection must be closed.
final class MalformedFrameException extends IOException {
  MalformedFrameException(String message) {
    super(message);
  }

  MalformedFrameException(String message, Throwable cause) {
    super(message, cause);
  }
}
