package weft.cli.testnet;

/// What a node does, or what was done to it.
enum NodeState {
  STARTING("starting"),
  LIVE("live"),
  CATCHING_UP("catching up"),
  KILLED("killed"),
  PAUSED("paused"),
  RESTARTING("restarting"),
  CUT_OFF("cut off"),
  WIPED("wiped"),
  /// It ended, and nobody ended it.
  DOWN("DOWN");

  private final String id;

  NodeState(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }
}
