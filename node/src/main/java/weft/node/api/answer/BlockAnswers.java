package weft.node.api.answer;

import java.util.Optional;
import weft.node.api.NodeServices;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.storage.NodeStore;
import weft.storage.StoredBlock;

/// Blocks as they are kept.
public final class BlockAnswers {
  /// The next block brings what is missing.
  private static final long RETRY_ATTESTED_MS = 100;

  private final NodeServices services;

  public BlockAnswers(NodeServices services) {
    this.services = services;
  }

  /// A block.
  ///
  /// @param height 0 = the newest
  public Checked<StoredBlock> block(long height) {
    NodeStore store = services.store();
    long wanted = height == 0 ? store.head().height() : height;
    Optional<StoredBlock> block = store.block(wanted);
    return block.isPresent()
        ? Checked.ok(block.get())
        : Checked.refused(heightNotFound(store, wanted));
  }

  /// The refusal of a proof about a block that too few validators are known to have attested.
  public static Refusal notAttested(long height) {
    return notAttested("block " + height);
  }

  static Refusal notAttested(String block) {
    return Refusal.of(
            RefusalCode.NOT_ATTESTED,
            "height",
            "",
            block + " is not attested by more than two thirds of power yet")
        .retryAfterMs(RETRY_ATTESTED_MS);
  }

  /// The refusal of a proof about a block that too few validators attested, for good.
  static Refusal neverAttested(String block) {
    return new Refusal(
        RefusalCode.NOT_ATTESTED,
        "height",
        "",
        block + " was never attested by more than two thirds of power",
        "Ask about another height. Lane blocks are proven by later ones: see their ranges.",
        0,
        Optional.empty());
  }

  /// The refusal of a height outside what is kept.
  public static Refusal heightNotFound(NodeStore store, long height) {
    long latest = store.head().height();
    String limit = latest == 0 ? "no block yet" : store.earliestHeight() + " to " + latest;
    return Refusal.of(
        RefusalCode.HEIGHT_NOT_FOUND,
        "height",
        limit,
        "no block of height " + height + " here; kept: " + limit);
  }
}
