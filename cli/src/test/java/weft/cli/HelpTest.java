package weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

final class HelpTest {
  /// Print what they were asked for, whose form is given.
  private static final Set<String> WITHOUT_JSON =
      Set.of("weft completion", "weft help", "weft run");

  @Test
  void everyCommandHasAnExampleADescriptionAndJson() {
    List<String> incomplete = new ArrayList<>();
    for (CommandLine command : all(Weft.commandLine())) {
      String name = command.getCommandSpec().qualifiedName();
      String help = command.getUsageMessage();
      if (command.getCommandSpec().usageMessage().description().length == 0) {
        incomplete.add(name + ": description");
      }
      if (!help.contains("Example") && !name.equals("weft") && !name.endsWith("help")) {
        incomplete.add(name + ": example");
      }
      boolean isGroup = !command.getSubcommands().isEmpty();
      boolean takesJson =
          command.getCommandSpec().optionsMap().containsKey("--json")
              || !command.getCommandSpec().unmatchedArgsBindings().isEmpty();
      if (!isGroup && !takesJson && !WITHOUT_JSON.contains(name)) {
        incomplete.add(name + ": --json");
      }
      for (ArgSpec argument : arguments(command)) {
        if (argument.description().length == 0) {
          incomplete.add(name + ": " + argument.paramLabel() + " has no description");
        }
      }
    }
    assertThat(incomplete).isEmpty();
  }

  @Test
  void helpIsAnswerNotError() {
    for (CommandLine command : all(Weft.commandLine())) {
      String name = command.getCommandSpec().qualifiedName();
      if (name.endsWith("help")) {
        continue;
      }
      String[] words = (name + " --help").split(" ");
      CommandRun run =
          CommandRun.of(List.of(words).subList(1, words.length).toArray(String[]::new));
      assertThat(run.status()).as(run.describe()).isZero();
      assertThat(run.out()).as(name).startsWith("Usage: " + name);
    }
  }

  @Test
  void everyExampleParses() {
    for (CommandLine command : all(Weft.commandLine())) {
      for (String line : command.getCommandSpec().usageMessage().footer()) {
        int start = line.indexOf("weft ");
        if (start < 0 || line.contains("<(")) {
          continue;
        }
        String words = line.substring(start + "weft ".length()).replaceAll("[|>].*", "").strip();
        Weft.commandLine().parseArgs(ShellWords.split(words));
      }
    }
  }

  @Test
  void unknownCommandsSuggestTheNearestAndAreWrongUsage() {
    CommandRun run = CommandRun.of("rolup");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("rollup");
  }

  @Test
  void wrongUsageWithJsonIsOneDocument() {
    for (String[] words :
        new String[][] {
          {"rolup", "--json"},
          {"account", "--json", "--nonsense"},
          {"submit", "--json"},
          {"devnet", "--json", "-", "--rate", "many"},
          {"status", "--json", "0x12", "0x34"}
        }) {
      CommandRun run = CommandRun.of(words);
      assertThat(run.status()).as(run.describe()).isEqualTo(2);
      assertThat(run.err()).as(run.describe()).isEmpty();
      assertThat(run.json().get("error").asString()).isEqualTo("usage");
      assertThat(run.json().get("message").asString()).isNotEmpty();
      assertThat(run.json().get("nextStep").asString()).contains("--help");
    }
    assertThat(CommandRun.of("rolup", "--json").json().get("nextStep").asString())
        .contains("rollup");
  }

  private static List<ArgSpec> arguments(CommandLine command) {
    List<ArgSpec> all = new ArrayList<>(command.getCommandSpec().positionalParameters());
    for (OptionSpec option : command.getCommandSpec().options()) {
      all.add(option);
    }
    return all;
  }

  private static List<CommandLine> all(CommandLine root) {
    List<CommandLine> all = new ArrayList<>();
    all.add(root);
    root.getSubcommands().values().forEach(command -> all.addAll(all(command)));
    return all;
  }
}
