package weft.node.api.bundle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import weft.primitives.Address;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.Keccak256;
import weft.primitives.MalformedException;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.ExclusiveGroup;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.TransactionCodec;
import weft.protocol.transaction.TransactionLimits;

/// What `eth_sendBundle` brings: transactions, and the bid that names them. The signatures of both
/// are checked where they are submitted.
///
/// @param transactions those that came along; the bid may name others by their hashes
public record Bundle(List<Transaction> transactions, Transaction bid) {
  private static final String TXS = "txs";
  private static final String BLOCK_NUMBER = "blockNumber";
  private static final String UUID = "replacementUuid";
  private static final String WEFT = "weft";
  private static final Set<String> MEMBERS =
      Set.of(
          TXS,
          BLOCK_NUMBER,
          UUID,
          WEFT,
          "minTimestamp",
          "maxTimestamp",
          "revertingTxHashes",
          "builders");

  public Bundle {
    transactions = List.copyOf(transactions);
  }

  /// What Flashbots makes of a bundle: Keccak-256 over the hashes of its transactions.
  public Hash32 hash() {
    return Keccak256.hash(terms().transactions().stream().map(Hash32::bytes).toArray(Bytes[]::new));
  }

  private Action.Bid terms() {
    return bid.body().bid().orElseThrow();
  }

  /// Reads the parameter of `eth_sendBundle`; every part must say the same as the bid.
  ///
  /// @param signer of the request
  /// @throws MalformedException naming the member that is wrong
  static Bundle read(Parameter from, Address signer) {
    from.only(MEMBERS);
    from.without("minTimestamp", "a bid is for heights, not for times");
    from.without("maxTimestamp", "a bid is for heights, not for times");
    from.without("builders", "whoever proposes has the bid");
    Parameter own = from.within(WEFT).only(Set.of("bid", "rollups"));
    Transaction bid = transaction(own.at("bid"), own.bytes("bid"));
    Action.Bid terms =
        bid.body()
            .bid()
            .orElseThrow(
                () -> new MalformedException(own.at("bid"), "must be a transaction that is a bid"));
    if (!bid.body().account().equals(signer)) {
      throw new MalformedException(
          own.at("bid"), "must be of the account that signed the request, " + signer);
    }
    requireHeights(from, terms, bid.body().lastHeight());
    requireGroup(from, terms);
    requireRollups(own, terms);
    return new Bundle(transactions(from, terms), bid);
  }

  private static List<Transaction> transactions(Parameter from, Action.Bid terms) {
    List<Transaction> brought = new ArrayList<>();
    List<Hash32> hashes = new ArrayList<>();
    for (Bytes one : from.listOfBytes(TXS, TransactionLimits.MAX_BID_TRANSACTIONS)) {
      if (one.size() == Hash32.SIZE) {
        hashes.add(Hash32.of(one));
      } else {
        Transaction transaction = transaction(from.at(TXS) + "[" + hashes.size() + "]", one);
        brought.add(transaction);
        hashes.add(transaction.hash());
      }
    }
    if (!hashes.equals(terms.transactions())) {
      throw new MalformedException(
          from.at(TXS), "must be those that the bid names, in its order: " + terms.transactions());
    }
    return brought;
  }

  private static void requireHeights(Parameter from, Action.Bid terms, long lastHeight) {
    OptionalLong height = from.quantity(BLOCK_NUMBER);
    boolean isSame =
        height.isPresent()
            && height.getAsLong() == lastHeight
            && height.getAsLong() == terms.firstHeight();
    if (!isSame) {
      throw new MalformedException(
          from.at(BLOCK_NUMBER),
          "must be the one height that the bid is for; its first is %d, its last %d"
              .formatted(terms.firstHeight(), lastHeight));
    }
  }

  private static void requireGroup(Parameter from, Action.Bid terms) {
    Optional<Long> group = from.uuid(UUID).map(ExclusiveGroup::of);
    if (group.isPresent() && group.get() != terms.exclusiveGroup()) {
      throw new MalformedException(
          from.at(UUID),
          "is group %d, the bid has %d".formatted(group.get(), terms.exclusiveGroup()));
    }
  }

  private static void requireRollups(Parameter own, Action.Bid terms) {
    List<String> given = own.listOfTexts("rollups", TransactionLimits.MAX_BID_ROLLUPS);
    Set<String> named = new TreeSet<>();
    terms.rollups().forEach((RollupId rollup) -> named.add(rollup.name()));
    if (!given.isEmpty() && !new TreeSet<>(given).equals(named)) {
      throw new MalformedException(own.at("rollups"), "must be those of the bid: " + named);
    }
  }

  /// A transaction of a request.
  ///
  /// @throws MalformedException if it is none
  static Transaction transaction(String at, Bytes envelope) {
    return switch (TransactionCodec.decode(envelope)) {
      case Checked.Ok<Transaction>(Transaction transaction) -> transaction;
      case Checked.Refused<Transaction>(Refusal refusal) ->
          throw new MalformedException(at, "is no transaction: " + refusal.message());
    };
  }
}
