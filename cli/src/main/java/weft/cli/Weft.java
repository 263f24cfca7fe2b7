package weft.cli;

import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;
import weft.cli.account.AccountCommand;
import weft.cli.auction.AuctionCommand;
import weft.cli.auction.AuditCommand;
import weft.cli.auction.RevenueCommand;
import weft.cli.bench.BenchCommand;
import weft.cli.bid.BidCommand;
import weft.cli.devnet.DevnetCommand;
import weft.cli.engine.EngineCommand;
import weft.cli.escrow.EscrowCommand;
import weft.cli.escrow.ReportCommand;
import weft.cli.fee.FeesCommand;
import weft.cli.key.KeyCommand;
import weft.cli.lane.LaneCommand;
import weft.cli.module.ModuleCommand;
import weft.cli.network.NetworkCommand;
import weft.cli.node.NodeCommand;
import weft.cli.orderflow.OrderFlowCommand;
import weft.cli.parameter.ParameterCommand;
import weft.cli.rollup.RollupCommand;
import weft.cli.run.RunCommand;
import weft.cli.testnet.TestnetCommand;
import weft.cli.transaction.BundleCommand;
import weft.cli.transaction.CancelCommand;
import weft.cli.transaction.ClaimCommand;
import weft.cli.transaction.StatusCommand;
import weft.cli.transaction.SubmitCommand;
import weft.cli.transaction.TransferCommand;
import weft.cli.upgrade.UpgradeCommand;
import weft.cli.validator.AttestationCommand;
import weft.cli.validator.ValidatorCommand;
import weft.node.configuration.ConfigurationException;
import weft.rollup.client.MalformedAnswerException;
import weft.rollup.client.NodeException;
import weft.rollup.client.NodeUnreachableException;
import weft.storage.StoreException;

/// `weft`: the command line. Exit status 0: done; 1: refused or failed; 2: wrong usage; 3: a node
/// that stopped for an upgrade.
@Command(
    name = "weft",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    scope = ScopeType.INHERIT,
    description = "A decentralized shared sequencer for rollups.",
    subcommands = {
      DevnetCommand.class,
      TestnetCommand.class,
      NodeCommand.class,
      NetworkCommand.class,
      EngineCommand.class,
      KeyCommand.class,
      AccountCommand.class,
      RollupCommand.class,
      BidCommand.class,
      OrderFlowCommand.class,
      SubmitCommand.class,
      BundleCommand.class,
      TransferCommand.class,
      ClaimCommand.class,
      CancelCommand.class,
      StatusCommand.class,
      LaneCommand.class,
      ValidatorCommand.class,
      AttestationCommand.class,
      FeesCommand.class,
      AuctionCommand.class,
      EscrowCommand.class,
      ReportCommand.class,
      ModuleCommand.class,
      RevenueCommand.class,
      AuditCommand.class,
      ParameterCommand.class,
      UpgradeCommand.class,
      RunCommand.class,
      BenchCommand.class,
      CompletionCommand.class,
      HelpCommand.class
    })
public final class Weft {
  private Weft() {}

  static void main(String[] arguments) {
    int status = run(arguments);
    StopSignal.finished(status);
    System.exit(status);
  }

  static int run(String... arguments) {
    return commandLine().execute(arguments);
  }

  static CommandLine commandLine() {
    CommandLine command =
        new CommandLine(new Weft())
            .setExecutionExceptionHandler(Weft::report)
            .setCaseInsensitiveEnumValuesAllowed(true);
    // What follows the file is for the program in it.
    Objects.requireNonNull(command.getSubcommands().get("run")).setStopAtPositional(true);
    IParameterExceptionHandler text = command.getParameterExceptionHandler();
    return command.setParameterExceptionHandler(
        (misuse, arguments) ->
            List.of(arguments).contains("--json")
                ? print(
                    misuse.getCommandLine(),
                    true,
                    CliException.USAGE,
                    misuse.getMessage(),
                    nextStep(misuse))
                : text.handleParseException(misuse, arguments));
  }

  private static String nextStep(ParameterException misuse) {
    String help = "See: " + misuse.getCommandLine().getCommandSpec().qualifiedName() + " --help";
    return misuse instanceof UnmatchedArgumentException unmatched
            && !unmatched.getSuggestions().isEmpty()
        ? "Did you mean " + String.join(" or ", unmatched.getSuggestions()) + "? " + help
        : help;
  }

  private static int report(Exception fault, CommandLine command, ParseResult parsed)
      throws Exception {
    boolean isJson = parsed.expandedArgs().contains("--json");
    return switch (fault) {
      case CliException e -> print(command, isJson, e.code(), e.getMessage(), e.nextStep());
      case ConfigurationException e ->
          print(command, isJson, "configuration", e.getMessage(), "Correct it and try again.");
      case StoreException e ->
          print(command, isJson, "store", e.getMessage(), "See docs/operations.md.");
      case NodeUnreachableException e ->
          print(command, isJson, "unreachable", e.getMessage(), "Check that the node runs.");
      case MalformedAnswerException e ->
          print(
              command,
              isJson,
              "malformed-answer",
              e.getMessage(),
              "Use a node of this version, or another node: this one may be lying.");
      case NodeException e ->
          print(command, isJson, "failed", e.getMessage(), "Try again, or use another node.");
      case UncheckedIOException e ->
          print(
              command, isJson, "io", e.getMessage(), "Check paths, ports, rights and free space.");
      default -> throw fault;
    };
  }

  private static int print(
      CommandLine command, boolean isJson, String code, @Nullable String message, String nextStep) {
    if (isJson) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("error", code);
      document.put("message", message == null ? "" : message);
      document.put("nextStep", nextStep);
      command.getOut().println(Output.toJson(document));
      command.getOut().flush();
    } else {
      boolean isUsage = code.equals(CliException.USAGE);
      command.getErr().println("weft: " + message + (isUsage ? "" : " [" + code + "]"));
      command.getErr().println("      " + nextStep);
      command.getErr().flush();
    }
    return CliException.exitStatus(code);
  }
}
