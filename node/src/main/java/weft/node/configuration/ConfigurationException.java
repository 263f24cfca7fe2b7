package weft.node.configuration;

/// A configuration that cannot be used: which key, why, and what to do.
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConfigurationException(String message) {
    super(message);
  }
}
