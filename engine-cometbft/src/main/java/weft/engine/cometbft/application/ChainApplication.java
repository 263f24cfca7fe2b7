package weft.engine.cometbft.application;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import weft.chain.block.BlockCandidate;
import weft.chain.block.Chain;
import weft.chain.block.ExecutedBlock;
import weft.chain.block.Proposal;
import weft.chain.block.ProposalRequest;
import weft.chain.block.UnproposableException;
import weft.chain.block.UpgradeRequiredException;
import weft.chain.block.Validation;
import weft.chain.engine.EngineHost;
import weft.chain.store.ChainHead;
import weft.chain.store.CommittedBlock;
import weft.engine.cometbft.abci.Application;
import weft.engine.cometbft.wire.ExecTxResult;
import weft.engine.cometbft.wire.RequestApplySnapshotChunk;
import weft.engine.cometbft.wire.RequestCheckTx;
import weft.engine.cometbft.wire.RequestCommit;
import weft.engine.cometbft.wire.RequestExtendVote;
import weft.engine.cometbft.wire.RequestFinalizeBlock;
import weft.engine.cometbft.wire.RequestInfo;
import weft.engine.cometbft.wire.RequestInitChain;
import weft.engine.cometbft.wire.RequestInsertTx;
import weft.engine.cometbft.wire.RequestListSnapshots;
import weft.engine.cometbft.wire.RequestLoadSnapshotChunk;
import weft.engine.cometbft.wire.RequestOfferSnapshot;
import weft.engine.cometbft.wire.RequestPrepareProposal;
import weft.engine.cometbft.wire.RequestProcessProposal;
import weft.engine.cometbft.wire.RequestQuery;
import weft.engine.cometbft.wire.RequestReapTxs;
import weft.engine.cometbft.wire.RequestVerifyVoteExtension;
import weft.engine.cometbft.wire.ResponseApplySnapshotChunk;
import weft.engine.cometbft.wire.ResponseCheckTx;
import weft.engine.cometbft.wire.ResponseCommit;
import weft.engine.cometbft.wire.ResponseExtendVote;
import weft.engine.cometbft.wire.ResponseFinalizeBlock;
import weft.engine.cometbft.wire.ResponseInfo;
import weft.engine.cometbft.wire.ResponseInitChain;
import weft.engine.cometbft.wire.ResponseInsertTx;
import weft.engine.cometbft.wire.ResponseListSnapshots;
import weft.engine.cometbft.wire.ResponseLoadSnapshotChunk;
import weft.engine.cometbft.wire.ResponseOfferSnapshot;
import weft.engine.cometbft.wire.ResponsePrepareProposal;
import weft.engine.cometbft.wire.ResponseProcessProposal;
import weft.engine.cometbft.wire.ResponseQuery;
import weft.engine.cometbft.wire.ResponseReapTxs;
import weft.engine.cometbft.wire.ResponseVerifyVoteExtension;
import weft.primitives.Address;
import weft.primitives.BlsPrivateKey;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.protocol.codec.WireFields;

/// A chain as CometBFT drives it. Everything that touches the chain comes in exclusive calls, one
/// at a time; the mempool's calls go to [PeerTransactions] and touch nothing here.
public final class ChainApplication implements Application {
  /// What CometBFT counts for an entry besides its bytes: a tag and a length of up to four bytes.
  private static final int ENTRY_OVERHEAD_BYTES = 5;

  /// From here on the engine forgets that it has seen a transaction (CodeTypeRetry).
  private static final int RETRY_CODE = 32_000;

  private static final int REFUSED_CODE = 1;
  private static final int NOT_SERVED_CODE = 2;
  private static final long APP_VERSION = 1;

  /// Proposals of one height that a node votes against by what it alone knows. Less than a third of
  /// power proposes so many in a row once in 27 heights at most.
  private static final int MAX_OBJECTIONS = 3;

  private final Chain chain;
  private final EngineHost host;
  private final PeerTransactions transactions;
  private final SnapshotCalls snapshots;
  private final Optional<BlsPrivateKey> attestationKey;
  private final LongSupplier wallMs;
  private final long keepBlocks;
  private final ApplicationListener listener;
  private final StagedBlocks staged = new StagedBlocks();
  private long objectedHeight;
  private int objections;

  /// @param attestationKey signs what this validator attests; empty on a node that is none
  /// @param wallMs the clock that this validator tells, Unix time in milliseconds
  /// @param keepBlocks how many blocks the engine keeps, before those that its oldest snapshot
  ///   needs, for nodes that catch up; 0 = all
  public ChainApplication(
      Chain chain,
      EngineHost host,
      PeerTransactions transactions,
      SnapshotCalls snapshots,
      Optional<BlsPrivateKey> attestationKey,
      LongSupplier wallMs,
      long keepBlocks,
      ApplicationListener listener) {
    this.chain = chain;
    this.host = host;
    this.transactions = transactions;
    this.snapshots = snapshots;
    this.attestationKey = attestationKey;
    this.wallMs = wallMs;
    this.keepBlocks = keepBlocks;
    this.listener = listener;
  }

  @Override
  public ResponseInfo info(RequestInfo request) {
    ChainHead head = chain.head();
    return ResponseInfo.newBuilder()
        .setData("weft")
        .setAppVersion(APP_VERSION)
        .setLastBlockHeight(head.height())
        .setLastBlockAppHash(
            head.height() == 0 ? ByteString.EMPTY : WireFields.toWire(head.appHash().bytes()))
        .build();
  }

  @Override
  public ResponseInitChain initChain(RequestInitChain request) {
    String expected = Chain.engineName(chain.chainId());
    if (!request.getChainId().equals(expected)) {
      throw new IllegalArgumentException(
          "the engine's genesis is of chain "
              + request.getChainId()
              + ", this node's of "
              + expected
              + ". Make the engine's folder again from this node's genesis.");
    }
    String state = request.getAppStateBytes().toStringUtf8();
    if (!state.contains(chain.genesisHash().toString())) {
      throw new IllegalArgumentException(
          "the engine's genesis names another Weft genesis than "
              + chain.genesisHash()
              + ": "
              + state
              + ". Make the engine's folder again from this node's genesis.");
    }
    return ResponseInitChain.newBuilder()
        .setAppHash(WireFields.toWire(chain.head().appHash().bytes()))
        .build();
  }

  @Override
  public ResponsePrepareProposal prepareProposal(RequestPrepareProposal request) {
    Address proposer = WireBlocks.address(request.getProposerAddress());
    Proposal proposal;
    try {
      proposal =
          chain.propose(
              new ProposalRequest(
                  request.getHeight(),
                  WireBlocks.timeMs(request.getTime()),
                  proposer,
                  request.getMaxTxBytes(),
                  ENTRY_OVERHEAD_BYTES,
                  host.candidates(),
                  WireBlocks.commit(request.getLocalLastCommit()),
                  WireBlocks.misbehaviors(request.getMisbehaviorList())));
    } catch (UnproposableException e) {
      // A block without entries, which everybody rejects: the next proposer has better votes.
      listener.rejected(request.getHeight(), proposer, e.rule(), String.valueOf(e.getMessage()));
      return ResponsePrepareProposal.getDefaultInstance();
    } catch (UpgradeRequiredException _) {
      // The node says so itself, and stays for a moment for those that are a block behind.
      return ResponsePrepareProposal.getDefaultInstance();
    }
    if (!proposal.dropped().isEmpty()) {
      host.dropped(proposal.dropped());
    }
    ResponsePrepareProposal.Builder response = ResponsePrepareProposal.newBuilder();
    for (Bytes entry : proposal.block().candidate().entries()) {
      response.addTxs(WireFields.toWire(entry));
    }
    return response.build();
  }

  @Override
  public ResponseProcessProposal processProposal(RequestProcessProposal request) {
    BlockCandidate candidate = WireBlocks.candidate(request);
    return ResponseProcessProposal.newBuilder()
        .setStatus(
            isAccepted(candidate, request)
                ? ResponseProcessProposal.ProposalStatus.ACCEPT
                : ResponseProcessProposal.ProposalStatus.REJECT)
        .build();
  }

  private boolean isAccepted(BlockCandidate candidate, RequestProcessProposal request) {
    try {
      return switch (chain.validate(candidate)) {
        case Validation.Accepted(ExecutedBlock block) -> {
          staged.stage(WireBlocks.hash(request.getHash()), block);
          yield !isObjectedTo(candidate, block);
        }
        case Validation.Rejected rejected -> {
          told(candidate, rejected);
          yield false;
        }
      };
    } catch (UpgradeRequiredException _) {
      return false;
    }
  }

  /// An objection is this node's own knowledge, so it must not keep a height from ending: what all
  /// proposers say a few times over may be so.
  private boolean isObjectedTo(BlockCandidate candidate, ExecutedBlock block) {
    if (objectedHeight != candidate.height()) {
      objectedHeight = candidate.height();
      objections = 0;
    }
    if (objections == MAX_OBJECTIONS) {
      return false;
    }
    Optional<Validation.Rejected> objection = chain.objection(block, host.candidates());
    objection.ifPresent(reason -> told(candidate, reason));
    objections += objection.isPresent() ? 1 : 0;
    return objection.isPresent();
  }

  private void told(BlockCandidate candidate, Validation.Rejected rejected) {
    listener.rejected(candidate.height(), candidate.proposer(), rejected.rule(), rejected.reason());
  }

  @Override
  public ResponseExtendVote extendVote(RequestExtendVote request) {
    if (attestationKey.isEmpty()) {
      return ResponseExtendVote.getDefaultInstance();
    }
    Hash32 hash = WireBlocks.hash(request.getHash());
    ExecutedBlock block =
        staged.find(hash).orElseGet(() -> chain.finalizeBlock(WireBlocks.candidate(request)));
    staged.stage(hash, block);
    List<Hash32> bids = chain.reportableBids(block, host.candidates());
    Bytes extension = chain.extend(block, hash, attestationKey.get(), wallMs.getAsLong(), bids);
    return ResponseExtendVote.newBuilder().setVoteExtension(WireFields.toWire(extension)).build();
  }

  @Override
  public ResponseVerifyVoteExtension verifyVoteExtension(RequestVerifyVoteExtension request) {
    Address validator = WireBlocks.address(request.getValidatorAddress());
    Bytes extension = WireBlocks.bytes(request.getVoteExtension());
    boolean isTaken = Chain.takesExtension(extension);
    if (!isTaken) {
      listener.voteRefused(request.getHeight(), validator, extension.size());
    } else if (request.getHeight() - 1 == chain.head().height()) {
      staged.vote(WireBlocks.hash(request.getHash()), validator, extension);
    }
    return ResponseVerifyVoteExtension.newBuilder()
        .setStatus(
            isTaken
                ? ResponseVerifyVoteExtension.VerifyStatus.ACCEPT
                : ResponseVerifyVoteExtension.VerifyStatus.REJECT)
        .build();
  }

  @Override
  public ResponseFinalizeBlock finalizeBlock(RequestFinalizeBlock request) {
    Hash32 hash = WireBlocks.hash(request.getHash());
    ExecutedBlock block =
        staged.find(hash).orElseGet(() -> chain.finalizeBlock(WireBlocks.candidate(request)));
    staged.decide(hash, block);
    ResponseFinalizeBlock.Builder response =
        ResponseFinalizeBlock.newBuilder()
            .addAllValidatorUpdates(WireBlocks.updates(block.validatorUpdates()))
            .setAppHash(WireFields.toWire(block.appHash().bytes()));
    for (int i = 0; i < request.getTxsCount(); i++) {
      response.addTxResults(ExecTxResult.getDefaultInstance());
    }
    return response.build();
  }

  @Override
  public ResponseCommit commit(RequestCommit request) {
    Hash32 hash =
        staged
            .decided()
            .orElseThrow(() -> new IllegalStateException("a commit without a decided block"));
    ExecutedBlock block = staged.find(hash).orElseThrow();
    snapshots.committing(block);
    CommittedBlock committed = chain.commit(block, hash, staged.votes(hash));
    staged.clear();
    host.committed(committed);
    long height = committed.header().height();
    return ResponseCommit.newBuilder().setRetainHeight(retainHeight(height)).build();
  }

  /// A node that begins with a snapshot asks for the blocks after it, perhaps when the snapshot is
  /// gone already: the blocks before the oldest one are for such.
  private long retainHeight(long height) {
    long oldest = Math.min(height, snapshots.oldestHeight().orElse(height));
    return keepBlocks == 0 ? 0 : Math.max(0, oldest - keepBlocks);
  }

  @Override
  public void disconnected() {
    staged.clear();
  }

  /// Nothing of the state is served here: the node has its own API, with proofs.
  @Override
  public ResponseQuery query(RequestQuery request) {
    return ResponseQuery.newBuilder()
        .setCode(NOT_SERVED_CODE)
        .setLog("ask the node's own API; see docs/api")
        .build();
  }

  @Override
  public ResponseCheckTx checkTx(RequestCheckTx request) {
    int code = code(transactions.offer(WireBlocks.bytes(request.getTx())));
    return ResponseCheckTx.newBuilder().setCode(code).build();
  }

  @Override
  public ResponseInsertTx insertTx(RequestInsertTx request) {
    int code = code(transactions.offer(WireBlocks.bytes(request.getTx())));
    return ResponseInsertTx.newBuilder().setCode(code).build();
  }

  private static int code(PeerTransactions.Taken taken) {
    return switch (taken) {
      case TAKEN -> 0;
      case REFUSED -> REFUSED_CODE;
      case BUSY -> RETRY_CODE;
    };
  }

  @Override
  public ResponseReapTxs reapTxs(RequestReapTxs request) {
    List<Bytes> reaped = transactions.reap(request.getMaxBytes());
    ResponseReapTxs.Builder response = ResponseReapTxs.newBuilder();
    reaped.forEach(transaction -> response.addTxs(WireFields.toWire(transaction)));
    return response.build();
  }

  @Override
  public ResponseListSnapshots listSnapshots(RequestListSnapshots request) {
    return snapshots.list();
  }

  @Override
  public ResponseLoadSnapshotChunk loadSnapshotChunk(RequestLoadSnapshotChunk request) {
    return snapshots.load(request);
  }

  @Override
  public ResponseOfferSnapshot offerSnapshot(RequestOfferSnapshot request) {
    return snapshots.offer(request);
  }

  @Override
  public ResponseApplySnapshotChunk applySnapshotChunk(RequestApplySnapshotChunk request) {
    return snapshots.apply(request);
  }
}
