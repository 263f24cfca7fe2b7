package weft.engine.cometbft.abci;

/// A call that an application got.
///
/// @param height that of the block; for [Kind#INFO] the last height that was answered, for
///   [Kind#INIT_CHAIN] the initial one, 0 for the rest
record Call(Kind kind, long height) {
  enum Kind {
    INFO,
    QUERY,
    CHECK_TX,
    INSERT_TX,
    REAP_TXS,
    INIT_CHAIN,
    PREPARE_PROPOSAL,
    PROCESS_PROPOSAL,
    EXTEND_VOTE,
    VERIFY_VOTE_EXTENSION,
    FINALIZE_BLOCK,
    COMMIT,
    LIST_SNAPSHOTS,
    LOAD_SNAPSHOT_CHUNK,
    OFFER_SNAPSHOT,
    APPLY_SNAPSHOT_CHUNK,
    /// The engine is gone: what follows is another run of it.
    DISCONNECTED
  }
}
