package weft.engine.cometbft.install;

/// How an installation ended.
public sealed interface InstallOutcome {
  record Installed(EngineBinary binary, long elapsedMs) implements InstallOutcome {}

  /// The right one was there, and nothing was done.
  record AlreadyThere(EngineBinary binary) implements InstallOutcome {}

  /// Nothing was changed.
  ///
  /// @param code `go-missing`, `go-too-old`, `proxy-unreachable`, `busy` or `build-failed`
  record Refused(String code, String message, String nextStep) implements InstallOutcome {}
}
