package weft.engine.cometbft.install;

/// Hears what an installation does, line by line as Go reports it.
@FunctionalInterface
public interface InstallListener {
  /// @param program what is being built, such as `cometbft`
  /// @param what such as `downloading github.com/cosmos/gogoproto v1.7.0`, or the package compiled
  void progress(String program, String what);
}
