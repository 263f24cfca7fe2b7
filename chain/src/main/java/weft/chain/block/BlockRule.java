package weft.chain.block;

/// The rules of docs/protocol/blocks-execution.md that a candidate can break.
enum BlockRule {
  HEIGHT("EXEC-1"),
  TIME("EXEC-2"),
  PROPOSER("EXEC-3"),
  PREAMBLE_FIRST("EXEC-4"),
  BLOCK_BYTES("EXEC-5"),
  TRANSACTION_VERIFIED("EXEC-6"),
  TRANSACTION_EXECUTABLE("EXEC-7"),
  PREAMBLE_RECOMPUTED("EXEC-8"),
  VOTES_WELL_FORMED("EXEC-18"),
  VOTES_REPORTED("EXEC-19"),
  EXTENSION_SIGNED("EXEC-20"),
  EXTENSIONS_CARRIED("EXEC-21"),
  BIDS_FIRST("EXEC-24"),
  ATTESTED_BIDS("EXEC-25"),
  WINNERS_DELIVERED("EXEC-26");

  private final String id;

  BlockRule(String id) {
    this.id = id;
  }

  Validation.Rejected violated(String reason) {
    return new Validation.Rejected(id, reason);
  }
}
