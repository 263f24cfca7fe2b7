package weft.cli;

import picocli.CommandLine.IVersionProvider;

/// The version that `weft --version` prints.
public final class VersionProvider implements IVersionProvider {
  public static final String VERSION = "0.1.0";

  @Override
  public String[] getVersion() {
    return new String[] {"weft " + VERSION};
  }
}
