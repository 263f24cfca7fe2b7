package weft.chain.store;

import java.util.Optional;
import java.util.SortedMap;
import weft.ledger.state.StateChanges;
import weft.primitives.Bytes;

/// What one block writes. A store makes all of it durable, or none of it, before it returns.
///
/// @param treeChanges nodes of the authenticated tree to put, or (empty) to delete
public record BlockCommit(
    CommittedBlock block,
    StateChanges stateChanges,
    SortedMap<Bytes, Optional<Bytes>> treeChanges) {}
