package weft.node.api.bundle;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import weft.primitives.MalformedException;
import weft.protocol.orderflow.HintKind;
import weft.protocol.orderflow.Hold;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Transaction;

/// What `eth_sendPrivateTransaction` brings: a transaction that the node is to keep back until a
/// bid names it, with the preferences of MEV-Share.
public record PrivateTransaction(Transaction transaction, Hold hold) {
  /// How long one is kept back whose sender does not say.
  private static final long DEFAULT_HOLD_MS = 10_000;

  private static final int MAX_HINTS = 16;
  private static final String HINTS = "hints";
  private static final String REFUND = "refund";
  private static final String THEN = "then";

  /// Reads the parameter of `eth_sendPrivateTransaction`.
  ///
  /// @throws MalformedException naming the member that is wrong
  static PrivateTransaction read(Parameter from) {
    from.only(Set.of("tx", "maxBlockNumber", "preferences", "weft"));
    Transaction transaction = Bundle.transaction(from.at("tx"), from.bytes("tx"));
    OptionalLong last = from.quantity("maxBlockNumber");
    if (last.isPresent() && last.getAsLong() != transaction.body().lastHeight()) {
      throw new MalformedException(
          from.at("maxBlockNumber"),
          "must be the last height that is signed, " + transaction.body().lastHeight());
    }
    Parameter preferences = from.within("preferences").only(Set.of("fast", "privacy", "validity"));
    requireRefund(preferences.within("validity").only(Set.of(REFUND)), transaction);
    Parameter own = from.within("weft").only(Set.of("forMs", THEN));
    Hold hold =
        Hold.of(
            own.number("forMs").orElse(DEFAULT_HOLD_MS),
            thenPublic(own),
            hints(preferences.within("privacy").only(Set.of(HINTS, "builders"))));
    return new PrivateTransaction(transaction, hold);
  }

  private static boolean thenPublic(Parameter own) {
    String then = own.text(THEN).orElse("publish");
    return switch (then) {
      case "publish" -> true;
      case "expire" -> false;
      default -> throw new MalformedException(own.at(THEN), "must be publish or expire");
    };
  }

  /// What is paid back is a matter of the transaction that is signed; here it is only checked.
  private static void requireRefund(Parameter validity, Transaction transaction) {
    List<Parameter> given = validity.listOfObjects(REFUND, 1);
    if (given.isEmpty()) {
      return;
    }
    Parameter one = given.getFirst().only(Set.of("address", "percent"));
    Optional<Action.RefundTerms> signed = transaction.body().refundTerms();
    boolean isSame =
        signed
            .map(
                terms ->
                    one.bytes("address").equals(terms.recipient().bytes())
                        && one.number("percent").equals(OptionalLong.of(terms.percent())))
            .orElse(false);
    if (!isSame) {
      throw new MalformedException(
          one.path(),
          signed
              .map(terms -> "must be what is signed: " + terms)
              .orElse("must be signed too: the transaction asks for no refund"));
    }
  }

  private static SortedSet<HintKind> hints(Parameter privacy) {
    privacy.without("builders", "whoever follows the hints of this node has them");
    List<String> given = privacy.listOfTexts(HINTS, MAX_HINTS);
    SortedSet<HintKind> hints = new TreeSet<>();
    if (given.isEmpty()) {
      hints.addAll(List.of(HintKind.ROLLUPS, HintKind.REFUND, HintKind.SIZE));
    }
    for (String id : given) {
      switch (id) {
        case "hash" -> {}
        case "calldata" -> hints.add(HintKind.PAYLOADS);
        case "contract_address", "function_selector", "logs" ->
            throw new MalformedException(
                privacy.at(HINTS),
                id
                    + " takes whoever knows the rollup's format: POST /v1/transactions takes it as"
                    + " hold.given");
        default ->
            hints.add(
                HintKind.of(id)
                    .orElseThrow(() -> new MalformedException(privacy.at(HINTS), "has no " + id)));
      }
    }
    return hints;
  }
}
