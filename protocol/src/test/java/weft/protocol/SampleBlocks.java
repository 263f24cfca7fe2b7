package weft.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.PrivateKey;
import weft.protocol.block.TrustedValidator;
import weft.protocol.lane.BundleRoot;
import weft.protocol.lane.LaneEntry;
import weft.protocol.lane.LaneHeader;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.RollupId;

/// Two blocks in a row with five lanes and a bundle across two of them, and a block without lanes:
/// always the same bytes. The published vectors are made from these.
public final class SampleBlocks {
  public static final long CHAIN_ID = 7;
  public static final List<RollupId> ROLLUPS =
      List.of(
          RollupId.of("amm-east"),
          RollupId.of("amm-west"),
          RollupId.of("games"),
          RollupId.of("names"),
          RollupId.of("orders"));
  public static final RollupId ABSENT = RollupId.of("absent");

  private static final PrivateKey VALIDATOR = PrivateKey.fromSeed(Bytes.utf8("validator"));

  private final TransactionGen gen = new TransactionGen(2026);
  private final BlockGen.Block first;
  private final BlockGen.Block second;
  private final BlockGen.Block empty;

  public SampleBlocks() {
    BlockGen blocks = new BlockGen(CHAIN_ID, VALIDATOR);
    List<Hash32> transactions = gen.many(6, gen::hash);
    first = blocks.block(40, 1_700_000_000_000L, gen.hash(), gen.hash(), lanes(null), transactions);
    second =
        blocks.block(
            42,
            1_700_000_000_250L,
            gen.hash(),
            gen.hash(),
            lanes(first),
            transactions.subList(0, 3));
    empty =
        blocks.block(
            43, 1_700_000_001_250L, second.header().hash(), gen.hash(), List.of(), List.of());
  }

  public TrustedValidator trusted() {
    return new TrustedValidator(CHAIN_ID, VALIDATOR.address());
  }

  /// Height 40: the first lane block of every lane.
  public BlockGen.Block first() {
    return first;
  }

  /// Height 42: the second lane block of every lane.
  public BlockGen.Block second() {
    return second;
  }

  /// Height 43: no lanes, no transactions.
  public BlockGen.Block empty() {
    return empty;
  }

  private List<BlockGen.Lane> lanes(BlockGen.@org.jspecify.annotations.Nullable Block before) {
    Payload east = gen.payload();
    Payload west = gen.payload();
    Hash32 bundleRoot =
        BundleRoot.of(
            List.of(
                new Action.BundleEntry(ROLLUPS.get(0), east),
                new Action.BundleEntry(ROLLUPS.get(1), west)));
    Hash32 transaction = gen.hash();
    List<BlockGen.Lane> lanes = new ArrayList<>();
    for (int i = 0; i < ROLLUPS.size(); i++) {
      List<LaneEntry> entries = new ArrayList<>();
      if (i < 2) {
        entries.add(
            new LaneEntry(transaction, gen.address(), 0, i, bundleRoot, i == 0 ? east : west));
      }
      for (int j = 0; j <= i; j++) {
        entries.add(entry(gen));
      }
      RollupId rollup = ROLLUPS.get(i);
      Optional<LaneHeader> previous =
          before == null
              ? Optional.empty()
              : Optional.of(LaneHeader.decode(before.proven(rollup).laneBlock().header()));
      lanes.add(new BlockGen.Lane(rollup, previous, entries));
    }
    return lanes;
  }

  /// Any entry that is not part of a bundle.
  public static LaneEntry entry(TransactionGen gen) {
    return new LaneEntry(
        gen.hash(), gen.address(), gen.below(64), gen.below(1024), Hash32.ZERO, gen.payload());
  }
}
