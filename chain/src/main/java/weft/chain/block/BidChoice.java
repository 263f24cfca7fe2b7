package weft.chain.block;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import weft.ledger.market.AuctionWinner;
import weft.primitives.Address;
import weft.primitives.Hash32;
import weft.protocol.block.AuctionCommitment;
import weft.protocol.refusal.Refusal;
import weft.protocol.transaction.VerifiedTransaction;

/// Chooses the bids of a block, and puts into a draft what its winners name, before everything
/// else: a bid that wins although its transactions cannot be executed would make the block invalid.
///
/// Bids that more than a third of power reported must be in; all others may stay away. So a winner
/// that cannot be served is left out and the auctions are held again; where it must be in, the
/// block says that its transactions are missing.
final class BidChoice {
  /// How often auctions are held again for bids that may stay away; then all that still wait stay
  /// away.
  private static final int MAX_ROUNDS = 4;

  private final Supplier<BlockDraft> emptyDraft;
  private final SortedSet<Hash32> attested;
  private final NavigableMap<Hash32, PendingBid> chosen = new TreeMap<>();
  private final SortedSet<Hash32> missing = new TreeSet<>();
  private final List<VerifiedTransaction> served = new ArrayList<>();
  private final SortedSet<Hash32> included = new TreeSet<>();
  private final SortedMap<Hash32, Refusal> dropped = new TreeMap<>();
  private final BlockRoom whole;
  private BlockDraft draft;
  private BlockRoom room;
  private boolean leftBehind;

  private BidChoice(
      Supplier<BlockDraft> emptyDraft,
      BlockDraft first,
      BlockRoom whole,
      SortedSet<Hash32> attested) {
    this.emptyDraft = emptyDraft;
    this.attested = attested;
    this.whole = whole;
    this.draft = first;
    this.room = whole.copy();
  }

  /// Chooses from what waits.
  ///
  /// @param emptyDraft makes a draft of the block without any transaction
  /// @param first one of those
  /// @param whole what transactions may take
  /// @param attested hashes of the bids that must be in the block
  /// @throws UnproposableException if one that must be in is not here
  static BidChoice choose(
      Supplier<BlockDraft> emptyDraft,
      BlockDraft first,
      BlockRoom whole,
      SortedSet<Hash32> attested,
      Candidates candidates) {
    BidChoice choice = new BidChoice(emptyDraft, first, whole, attested);
    for (Hash32 hash : attested) {
      choice.chosen.put(hash, candidates.bid(hash).orElseThrow(() -> lacks(hash)));
    }
    int more = Math.toIntExact(first.maxBids() - choice.chosen.size());
    candidates.bids(more).forEach(bid -> choice.chosen.putIfAbsent(bid.bid().hash(), bid));
    choice.hold();
    return choice;
  }

  private static UnproposableException lacks(Hash32 bid) {
    return new UnproposableException(
        BlockRule.ATTESTED_BIDS.violated("this node lacks bid " + bid + ", which is attested"));
  }

  /// With the bids, what their winners name, and nothing else.
  BlockDraft draft() {
    return draft;
  }

  /// What they leave for others.
  BlockRoom room() {
    return room;
  }

  /// Another draft with the same in it.
  BlockDraft draftAnew() {
    BlockDraft anew = emptyDraft.get();
    take(anew, chosen.sequencedValues().stream().map(PendingBid::bid).toList());
    for (VerifiedTransaction transaction : served) {
      anew.add(transaction)
          .ifPresent(
              refusal -> {
                throw new IllegalStateException("the same block came out otherwise: " + refusal);
              });
    }
    return anew;
  }

  /// Whether a winner names this transaction, so that it is in already.
  boolean isIn(Hash32 transaction) {
    return included.contains(transaction);
  }

  /// What could not be executed, bids and what winners name, for another reason than lack of room.
  List<Proposal.Dropped> dropped() {
    return dropped.entrySet().stream()
        .map(each -> new Proposal.Dropped(each.getKey(), each.getValue()))
        .toList();
  }

  private void drop(Hash32 transaction, Refusal refusal) {
    if (!ProposalBuilder.mayFitLater(refusal)) {
      dropped.put(transaction, refusal);
    }
  }

  /// Whether bids wait that stayed away.
  boolean leftBehind() {
    return leftBehind;
  }

  private void hold() {
    if (chosen.isEmpty()) {
      if (draft.hasRecord()) {
        room.takePreamble(AuctionCommitment.size(0));
      }
      return;
    }
    for (int round = 0; ; round++) {
      if (round == MAX_ROUNDS) {
        leaveAllThatMay();
      }
      takeAll();
      List<Hash32> unserved = serveWinners();
      if (unserved.isEmpty()) {
        return;
      }
      unserved.stream().filter(hash -> attested.contains(hash)).forEach(hash -> missing.add(hash));
      if (round == 0) {
        leave(unserved);
      } else {
        leaveAllOf(unserved);
      }
      draft = emptyDraft.get();
    }
  }

  private void leave(List<Hash32> bids) {
    bids.stream().filter(hash -> !attested.contains(hash)).forEach(chosen::remove);
    leftBehind = true;
  }

  /// All bids of whoever made these: one whose bids cannot be served again and again must not keep
  /// the block from those of others.
  private void leaveAllOf(List<Hash32> bids) {
    SortedSet<Address> bidders = new TreeSet<>();
    bids.forEach(hash -> bidders.add(bidder(hash)));
    leave(chosen.keySet().stream().filter(hash -> bidders.contains(bidder(hash))).toList());
  }

  private Address bidder(Hash32 bid) {
    return pending(bid).bid().body().account();
  }

  private PendingBid pending(Hash32 bid) {
    PendingBid pending = chosen.get(bid);
    if (pending == null) {
      throw new IllegalStateException("bid " + bid + " was not chosen");
    }
    return pending;
  }

  private void leaveAllThatMay() {
    leftBehind |= chosen.keySet().retainAll(attested);
  }

  /// All chosen bids that there is room for, and no other; those that must be in come first.
  private void takeAll() {
    room = whole.copy();
    room.takePreamble(AuctionCommitment.size(attested.size()));
    List<Hash32> inTurn = new ArrayList<>(attested);
    chosen.keySet().stream().filter(hash -> !attested.contains(hash)).forEach(inTurn::add);
    for (Hash32 hash : inTurn) {
      int size = pending(hash).bid().transaction().size();
      if (room.has(size)) {
        room.take(size);
      } else if (attested.contains(hash)) {
        throw new UnproposableException(
            BlockRule.ATTESTED_BIDS.violated("the block has no room for bid " + hash));
      } else {
        chosen.remove(hash);
        leftBehind = true;
      }
    }
    List<VerifiedTransaction> bids =
        chosen.sequencedValues().stream().map(PendingBid::bid).toList();
    take(draft, bids).forEach(chosen::remove);
  }

  /// @return hashes of those that must not be in the block
  private List<Hash32> take(BlockDraft into, List<VerifiedTransaction> bids) {
    List<Hash32> refused = new ArrayList<>();
    for (VerifiedTransaction bid : bids) {
      Optional<Refusal> refusal = into.addBid(bid);
      if (refusal.isPresent()) {
        refused.add(bid.hash());
        drop(bid.hash(), refusal.get());
      }
    }
    into.holdAuctions(List.copyOf(missing));
    return refused;
  }

  /// @return hashes of the winning bids that cannot be served
  private List<Hash32> serveWinners() {
    served.clear();
    included.clear();
    List<Hash32> unserved = new ArrayList<>();
    for (AuctionWinner winner : mustBeInFirst(draft.winners())) {
      if (!serve(pending(winner.bid().hash()))) {
        unserved.add(winner.bid().hash());
      }
    }
    return unserved;
  }

  /// One that may stay away must not keep what another names from being executed.
  private List<AuctionWinner> mustBeInFirst(List<AuctionWinner> winners) {
    List<AuctionWinner> inTurn = new ArrayList<>(winners);
    inTurn.sort(Comparator.comparing(winner -> !attested.contains(winner.bid().hash())));
    return inTurn;
  }

  private boolean serve(PendingBid bid) {
    return bid.isWhole() && bid.named().stream().allMatch(this::serve);
  }

  private boolean serve(VerifiedTransaction transaction) {
    int size = transaction.transaction().size();
    if (!room.has(size)) {
      return false;
    }
    Optional<Refusal> refusal = draft.add(transaction);
    if (refusal.isPresent()) {
      drop(transaction.hash(), refusal.get());
      return false;
    }
    room.take(size);
    served.add(transaction);
    included.add(transaction.hash());
    return true;
  }
}
