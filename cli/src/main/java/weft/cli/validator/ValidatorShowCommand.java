package weft.cli.validator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import weft.cli.CliException;
import weft.cli.Format;
import weft.cli.NodeOption;
import weft.cli.Output;
import weft.cli.Parse;
import weft.cli.RemoteState;
import weft.ledger.parameter.ValidatorParameters;
import weft.ledger.state.PowerTable;
import weft.ledger.state.StateReader;
import weft.ledger.state.ValidatorRecord;
import weft.ledger.state.ValidatorSets;
import weft.ledger.state.ValidatorStatus;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.protocol.transaction.AssetId;

/// `weft validator show`.
@Command(
    name = "show",
    description =
        "Show where a validator stands, as the node says: its bond, power, missed blocks, jail, and"
            + " what its operator can claim. Also of one that is in no set.",
    footer = {
      "",
      "Examples:",
      "  weft validator show --data my-validator",
      "  weft validator show 0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266 --json"
    })
public final class ValidatorShowCommand implements Callable<Integer> {
  @Mixin private Output output = new Output();
  @Mixin private NodeOption node = new NodeOption();
  @Mixin private OperatorOption operator = new OperatorOption();

  @Parameters(
      paramLabel = "ADDRESS",
      arity = "0..1",
      description = "Its operator's account, or its consensus address. Default: that of the key.")
  private @Nullable String address;

  @Override
  public Integer call() throws InterruptedException {
    Address named = address == null ? operator.read().address() : Parse.account("ADDRESS", address);
    return node.call(
        client -> {
          StateReader state = RemoteState.of(client);
          ValidatorRecord record = find(state, named);
          long height = NodeOption.require(client.chain().nodeStatus()).height();
          Standing standing = Standing.of(state, record);
          output.print(standing.document(height), standing.lines(height));
          return 0;
        });
  }

  private static ValidatorRecord find(StateReader state, Address named) {
    return state
        .validatorOf(named)
        .or(() -> Optional.of(named))
        .flatMap(state::validator)
        .orElseThrow(
            () ->
                new CliException(
                    "validator-not-found",
                    named + " operates no validator, and is none",
                    "See 'weft validator list'; one whose bond came back goes by its consensus"
                        + " address."));
  }

  /// @param power in the set of the next block; 0 where it is not in it
  /// @param missed blocks that it did not vote for, as they are counted
  /// @param claimable by the operator, in the default asset
  private record Standing(
      ValidatorRecord record,
      long power,
      long totalPower,
      long missed,
      long maxMissed,
      AssetId asset,
      Amount claimable) {

    static Standing of(StateReader state, ValidatorRecord record) {
      PowerTable set =
          PowerTable.read(ValidatorSets.Encoded.split(state.encodedValidatorSets()).current());
      AssetId asset = state.chain().defaultAsset();
      return new Standing(
          record,
          set.powerOf(record.consensusAddress()),
          set.totalPower(),
          state.downtime().missed().getOrDefault(record.consensusAddress(), 0L),
          ValidatorParameters.read(state).maxMissedBlocks(),
          asset,
          state.claimable(record.operator(), asset));
    }

    private boolean isInJail() {
      return record.status() == ValidatorStatus.JAILED && !record.isTombstoned();
    }

    private String status(long height) {
      if (record.isTombstoned()) {
        return record.status().id() + ", for good: it misbehaved";
      }
      if (!isInJail()) {
        return record.status().id();
      }
      return height + 1 >= record.jailedUntil()
          ? "jailed; it may come back with: weft validator unjail"
          : "jailed; it may come back from block " + Format.count(record.jailedUntil()) + " on";
    }

    String[] lines(long height) {
      List<String> lines = new ArrayList<>();
      lines.add("operator  " + record.operator());
      lines.add("consensus " + record.consensusAddress());
      lines.add("status    " + status(height));
      lines.add("bond      " + Format.amount(record.bond(), asset.name()));
      lines.add("power     " + Format.count(power) + " of " + Format.count(totalPower));
      lines.add("missed    " + Format.count(missed) + " of " + Format.count(maxMissed, "block"));
      lines.add("claimable " + Format.amount(claimable, asset.name()));
      return lines.toArray(String[]::new);
    }

    Map<String, Object> document(long height) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("height", height);
      document.put("operator", record.operator().toString());
      document.put("consensusAddress", record.consensusAddress().toString());
      document.put("status", record.status().id());
      document.put("misbehaved", record.isTombstoned());
      document.put("bond", record.bond().toString());
      document.put("power", power);
      document.put("totalPower", totalPower);
      document.put("missedBlocks", missed);
      document.put("maxMissedBlocks", maxMissed);
      if (isInJail()) {
        document.put("jailedUntil", record.jailedUntil());
      }
      document.put("claimable", claimable.toString());
      return document;
    }
  }
}
