package weft.node.api;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import weft.chain.engine.EngineStatus;
import weft.chain.store.CommittedBlock;
import weft.engine.cometbft.rpc.LightBlockRpc;
import weft.ledger.genesis.Genesis;
import weft.node.feed.Feed;
import weft.node.mempool.HintSource;
import weft.node.mempool.MempoolSize;
import weft.node.mempool.StatusChange;
import weft.node.mempool.Statuses;
import weft.node.mempool.Submissions;
import weft.primitives.Address;
import weft.primitives.Hash32;
import weft.storage.NodeStore;
import weft.storage.archive.BidArchive;

/// What the public API answers from.
///
/// @param node address of the key that signs receipts
/// @param isCatchingUp whether the engine is still fetching blocks that other nodes have
/// @param statusChanges changed statuses, each with all its parts
/// @param hints what is told of transactions that are kept back
/// @param archive of bids; empty where the node keeps none
/// @param lightBlocks what the engine's light clients ask; empty where there is no such engine
public record NodeServices(
    String version,
    Genesis genesis,
    Hash32 genesisHash,
    Address node,
    NodeStore store,
    Submissions submissions,
    Statuses statuses,
    Supplier<MempoolSize> mempoolSize,
    Supplier<EngineStatus> engineStatus,
    BooleanSupplier isCatchingUp,
    Feed<CommittedBlock> blocks,
    Feed<StatusChange> statusChanges,
    HintSource hints,
    Optional<LightBlockRpc> lightBlocks,
    Optional<BidArchive> archive,
    InstantSource clock) {}
