package weft.cli;

import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Where a command's answer goes: readable lines, or with `--json` one document.
public final class Output {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final JsonMapper JSON_LINE = JsonMapper.builder().build();

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // set by picocli before a command runs
  private CommandSpec command;

  @Option(names = "--json", description = "Print one JSON document instead of text.")
  private boolean json;

  public boolean isJson() {
    return json;
  }

  /// Prints the document with `--json`, else the lines.
  public void print(Map<String, ?> document, String... lines) {
    if (json) {
      out().println(JSON.writeValueAsString(document));
    } else {
      for (String line : lines) {
        out().println(line);
      }
    }
    out().flush();
  }

  /// Prints a text as it is, such as a document that is JSON in any case.
  public void raw(String text) {
    out().println(text);
    out().flush();
  }

  /// One event of a stream: a JSON line with `--json`, else a text line.
  public void event(Map<String, ?> document, String line) {
    out().println(json ? JSON_LINE.writeValueAsString(document) : line);
    out().flush();
  }

  /// Progress or a remark for a person: to standard error, and not with `--json`.
  public void remark(String line) {
    if (!json) {
      command.commandLine().getErr().println(line);
      command.commandLine().getErr().flush();
    }
  }

  private PrintWriter out() {
    return command.commandLine().getOut();
  }

  /// The document as JSON text.
  public static String toJson(Map<String, ?> document) {
    return JSON.writeValueAsString(document);
  }
}
