package weft.bench.scenario;

/// Why a run does not measure an aim: it is shorter or smaller than the aim asks for.
public enum Shortfall {
  SHORTER_RUN("shorter run", "--seconds 60"),
  SMALLER_STORE("smaller store", "--lane-megabytes 5000 --accounts 1000000");

  private final String text;
  private final String options;

  Shortfall(String text, String options) {
    this.text = text;
    this.options = options;
  }

  /// In words.
  public String text() {
    return text;
  }

  /// The least options of a run that measures the aim.
  public String options() {
    return options;
  }
}
