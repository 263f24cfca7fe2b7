package weft.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A command that was run in this process, and what it said.
public record CommandRun(List<String> arguments, int status, String out, String err) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  public static CommandRun of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command = Weft.commandLine();
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(err));
    int status = command.execute(arguments);
    // As the process does at its end: else this one's end waits for a command that is long over.
    StopSignal.finished(status);
    return new CommandRun(List.of(arguments), status, out.toString(), err.toString());
  }

  public JsonNode json() {
    return JSON.readTree(out);
  }

  public String describe() {
    return arguments + " -> " + status + "\n" + out + err;
  }
}
