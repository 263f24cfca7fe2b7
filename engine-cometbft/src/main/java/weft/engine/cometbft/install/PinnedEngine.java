package weft.engine.cometbft.install;

import java.util.List;

/// The one version of CometBFT that Weft runs. Older ones cannot keep the mempool in the
/// application over a socket, and newer ones are tried before they are pinned.
public final class PinnedEngine {
  public static final String MODULE = "github.com/cometbft/cometbft";

  /// The version of the module. The binary calls itself 0.39.0: its own text was not raised.
  public static final String VERSION = "v0.40.0";

  /// What its go.mod asks for.
  static final int GO_MINOR = 25;

  static final String ENGINE = "cometbft";
  static final String ABCI_CLI = "abci-cli";

  /// The packages of the programs; the engine last, so that it stands there only with the other.
  static final List<String> PACKAGES =
      List.of(MODULE + "/abci/cmd/abci-cli", MODULE + "/cmd/cometbft");

  private PinnedEngine() {}

  static String program(String goPackage) {
    return goPackage.substring(goPackage.lastIndexOf('/') + 1);
  }
}
