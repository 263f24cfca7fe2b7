package weft.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Where a command that runs for a while writes what it did, as JSON and for people.
public final class SummaryOption {
  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // set by picocli before a command runs
  private CommandSpec command;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the summary as JSON to this file; - is standard output.")
  private @Nullable String json;

  /// Whether standard output is for the JSON document.
  public boolean isJsonOnOutput() {
    return "-".equals(json);
  }

  /// Refuses a file that cannot be written: now, and not only when there is a summary to be lost.
  public void requireWritable() {
    if (json == null || isJsonOnOutput()) {
      return;
    }
    Path file = Path.of(json);
    try {
      boolean isNew = !Files.exists(file);
      FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
      if (isNew) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw CliException.usage(
          "--json: " + file + " cannot be written: " + reason(e),
          "Name a file in a folder that is there and is yours, or - for standard output.");
    }
  }

  /// Writes the document where it was asked for, and the lines for people.
  public void print(Map<String, ?> document, List<String> lines) {
    String text = Output.toJson(document);
    if (isJsonOnOutput()) {
      out().println(text);
      out().flush();
    } else if (json != null) {
      write(Path.of(json), text);
    }
    lines.forEach(this::remark);
  }

  /// To standard output, or to standard error where that is for the JSON document.
  public void remark(String line) {
    PrintWriter to = isJsonOnOutput() ? command.commandLine().getErr() : out();
    to.println(line);
    to.flush();
  }

  /// Why it did not go on, to standard error.
  public void print(CliException problem) {
    PrintWriter to = command.commandLine().getErr();
    to.println("weft: " + problem.getMessage());
    to.println("      " + problem.nextStep());
    to.flush();
  }

  /// Standard output.
  public PrintWriter out() {
    return command.commandLine().getOut();
  }

  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such folder";
      case FileSystemException ofFile when ofFile.getReason() != null -> ofFile.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }

  private static void write(Path file, String document) {
    try {
      Files.writeString(file, document + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
