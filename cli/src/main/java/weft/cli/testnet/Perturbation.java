package weft.cli.testnet;

import java.util.Locale;

/// A way to disturb nodes.
enum Perturbation {
  /// SIGKILL to the node, its engine or both; started again after at most three seconds.
  KILL,
  /// SIGSTOP to both, SIGCONT after ten seconds.
  PAUSE,
  /// SIGTERM, and started again.
  RESTART,
  /// Ten seconds without any connection to another node.
  PARTITION,
  /// Stopped, its disk lost but for keys and the signing state, and started again: it gets every
  /// block anew, from its engine where only the store is lost, else from its peers.
  DISK;

  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// How a node is shown meanwhile.
  NodeState state() {
    return switch (this) {
      case KILL -> NodeState.KILLED;
      case PAUSE -> NodeState.PAUSED;
      case RESTART -> NodeState.RESTARTING;
      case PARTITION -> NodeState.CUT_OFF;
      case DISK -> NodeState.WIPED;
    };
  }
}
