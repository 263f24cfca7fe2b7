package weft.ledger.state;

import java.util.ArrayList;
import java.util.List;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.RollupId;

/// One thing that was announced for a height. A height's list is bounded, so that beginning a block
/// takes bounded time.
public sealed interface DueChange {

  /// How many changes of rollups one height takes.
  int MAX_OF_ROLLUPS_PER_HEIGHT = 256;

  /// How many validators get their bonds back at one height.
  int MAX_OF_VALIDATORS_PER_HEIGHT = 64;

  /// How many bidders get a bond back at one height, each in one asset.
  int MAX_OF_BIDDERS_PER_HEIGHT = 1024;

  /// How many seals run out at one height.
  int MAX_SEALS_PER_HEIGHT = 512;

  /// How many changes of parameters one height takes.
  int MAX_PARAMETERS_PER_HEIGHT = 32;

  /// The rollup's announced terms and owner come into force.
  record ActivateTerms(RollupId rollup) implements DueChange {}

  /// The rollup's lane ends.
  record Close(RollupId rollup) implements DueChange {}

  /// A closed rollup's bond becomes claimable by its owner.
  record ReturnBond(RollupId rollup) implements DueChange {}

  /// A parameter gets a new value.
  ///
  /// @param changeId key of the approvals, which are not needed any more
  record SetParameter(String name, String value, Hash32 changeId) implements DueChange {}

  /// A validator that leaves has left: its bond becomes claimable by its operator.
  record ReturnValidatorBond(Address consensusAddress) implements DueChange {}

  /// An amount of what a bidder locked becomes claimable by it.
  record ReturnBidBond(Address bidder, AssetId asset, Amount amount) implements DueChange {}

  /// The time of a sealed bid is over: unless it was shown, what the seal held is lost.
  record ForfeitSeal(Address bidder, Hash32 commitment) implements DueChange {}

  static Bytes encode(List<DueChange> changes) {
    ByteWriter writer = new ByteWriter().u16(changes.size());
    changes.forEach(change -> write(writer, change));
    return writer.toBytes();
  }

  static List<DueChange> decode(Bytes encoded) {
    ByteReader reader = new ByteReader(encoded);
    List<DueChange> changes = new ArrayList<>();
    for (int left = reader.u16("count"); left > 0; left--) {
      changes.add(read(reader));
    }
    reader.expectEnd();
    return List.copyOf(changes);
  }

  private static void write(ByteWriter writer, DueChange change) {
    switch (change) {
      case ActivateTerms(RollupId rollup) -> writer.u8(1).text(rollup.name());
      case Close(RollupId rollup) -> writer.u8(2).text(rollup.name());
      case ReturnBond(RollupId rollup) -> writer.u8(3).text(rollup.name());
      case SetParameter(String name, String value, Hash32 changeId) ->
          writer.u8(4).text(name).text(value).hash(changeId);
      case ReturnValidatorBond(Address consensusAddress) -> writer.u8(5).address(consensusAddress);
      case ReturnBidBond(Address bidder, AssetId asset, Amount amount) ->
          writer.u8(6).address(bidder).text(asset.name()).amount(amount);
      case ForfeitSeal(Address bidder, Hash32 commitment) ->
          writer.u8(7).address(bidder).hash(commitment);
    }
  }

  private static DueChange read(ByteReader reader) {
    int kind = reader.u8("kind");
    return switch (kind) {
      case 1 -> new ActivateTerms(readRollup(reader));
      case 2 -> new Close(readRollup(reader));
      case 3 -> new ReturnBond(readRollup(reader));
      case 4 ->
          new SetParameter(
              reader.text("name", 0xffff), reader.text("value", 0xffff), reader.hash("changeId"));
      case 5 -> new ReturnValidatorBond(reader.address("consensusAddress"));
      case 6 ->
          new ReturnBidBond(
              reader.address("bidder"),
              new AssetId(reader.text("asset", AssetId.MAX_NAME_LENGTH)),
              reader.amount("amount"));
      case 7 -> new ForfeitSeal(reader.address("bidder"), reader.hash("commitment"));
      default -> throw new IllegalStateException("the state holds an unknown due change: " + kind);
    };
  }

  private static RollupId readRollup(ByteReader reader) {
    return RollupId.of(reader.text("rollup", RollupId.MAX_NAME_LENGTH));
  }
}
