package weft.engine.cometbft.application;

import weft.primitives.Address;

/// Told what the application met; for logs and metrics. Called on the engine's thread: returns
/// quickly.
public interface ApplicationListener {
  /// A proposal that breaks a rule was rejected; the height goes on in the next round.
  ///
  /// @param rule its number in docs/protocol/blocks-execution.md
  void rejected(long height, Address proposer, String rule, String reason);

  /// A vote was not taken because of its extension.
  void voteRefused(long height, Address validator, int extensionBytes);

  /// A call of the engine took this long; only where a [TimedApplication] is between.
  ///
  /// @param call such as `finalizeBlock`; one of the sixteen that the engine makes
  void called(String call, long tookNs);
}
