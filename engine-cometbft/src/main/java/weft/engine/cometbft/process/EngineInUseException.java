package weft.engine.cometbft.process;

import weft.engine.cometbft.home.EngineHome;

/// Another process of Weft runs the engine of a folder: a second one would sign twice.
public final class EngineInUseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EngineInUseException(EngineHome home) {
    super(
        "the engine in " + home.path() + " is run by another process of weft; stop that one first");
  }
}
