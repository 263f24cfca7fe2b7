package weft.cli.screen;

/// How a line looks on a terminal with colours.
public enum Look {
  PLAIN(""),
  STRONG("1"),
  FAINT("2"),
  GOOD("32"),
  WAITING("33"),
  BAD("31");

  private final String code;

  Look(String code) {
    this.code = code;
  }

  /// The text in this look, or as it is without colours.
  public String paint(String text, boolean colours) {
    return colours && !code.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
