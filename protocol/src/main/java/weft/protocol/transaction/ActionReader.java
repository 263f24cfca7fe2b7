package weft.protocol.transaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.protocol.refusal.RefusalCode;

/// Reads an `Action`: a message with exactly one field, whose number says which action it is.
final class ActionReader {
  static final int LAST_FIELD = 23;
  static final int JOIN_FIELD = 11;
  static final int REPORT_FIELD = 22;

  private ActionReader() {}

  /// @param payloadsLeft how many payloads the transaction may still have
  static Action read(StrictReader in, int payloadsLeft) {
    int field = in.nextField();
    Action action =
        switch (field) {
          case 1 -> submit(inner(in, field, "submit", 2), payloadsLeft);
          case 2 -> bundle(inner(in, field, "bundle", 1), payloadsLeft);
          case 3 -> transfer(inner(in, field, "transfer", 3));
          case 4 -> registerRollup(inner(in, field, "register_rollup", 2));
          case 5 -> changeRollup(inner(in, field, "change_rollup", 4));
          case 6 -> closeRollup(inner(in, field, "close_rollup", 2));
          case 7 -> setSponsorship(inner(in, field, "set_sponsorship", 4));
          case 8 -> closeSponsorship(inner(in, field, "close_sponsorship", 1));
          case 9 -> claim(inner(in, field, "claim", 1));
          case 10 -> changeParameter(inner(in, field, "change_parameter", 3));
          case JOIN_FIELD -> ValidatorActionReader.join(inner(in, field, "join_validators", 5));
          case 12 -> ValidatorActionReader.addBond(inner(in, field, "add_bond", 1));
          case 13 -> ValidatorActionReader.leave(inner(in, field, "leave_validators", 0));
          case 14 -> ValidatorActionReader.unjail(inner(in, field, "unjail", 0));
          case 15 -> ValidatorActionReader.announceUpgrade(inner(in, field, "announce_upgrade", 3));
          case 16 -> MarketActionReader.bond(inner(in, field, "bond_bids", 2));
          case 17 -> MarketActionReader.unbond(inner(in, field, "unbond_bids", 2));
          case 18 -> MarketActionReader.bid(inner(in, field, "bid", 10));
          case 19 -> MarketActionReader.onlyInPackage(inner(in, field, "only_in_package", 0));
          case 20 -> MarketActionReader.refundTerms(inner(in, field, "refund_terms", 2));
          case 21 -> MarketActionReader.seal(inner(in, field, "seal_bid", 3));
          case REPORT_FIELD -> MarketActionReader.report(inner(in, field, "report_signals", 5));
          case 23 -> MarketActionReader.registerModule(inner(in, field, "register_module", 1));
          case 0 -> throw in.invalid("", "one action", "none");
          default -> throw unknown(in);
        };
    in.end();
    return action;
  }

  private static RefusedException unknown(StrictReader in) {
    in.end();
    return in.malformed("", "not an action");
  }

  private static StrictReader inner(StrictReader in, int field, String name, int lastField) {
    @Nullable StrictReader inner = in.message(field, name, lastField);
    if (inner == null) {
      throw in.malformed(name, "not a message");
    }
    return inner;
  }

  private static Action submit(StrictReader in, int payloadsLeft) {
    RollupId rollup = FieldReader.rollup(in, 1, "rollup");
    List<Payload> payloads = new ArrayList<>();
    @Nullable StrictReader one;
    while ((one = in.element(2, "payloads", payloads.size(), 2)) != null) {
      expectRoom(in, "payloads", payloads.size(), payloadsLeft);
      payloads.add(FieldReader.payload(one));
    }
    in.end();
    if (payloads.isEmpty()) {
      throw in.invalid("payloads", "at least 1 payload", "none");
    }
    return new Action.Submit(rollup, payloads);
  }

  private static Action bundle(StrictReader in, int payloadsLeft) {
    List<Action.BundleEntry> entries = new ArrayList<>();
    @Nullable StrictReader one;
    while ((one = in.element(1, "entries", entries.size(), 2)) != null) {
      expectRoom(in, "entries", entries.size(), payloadsLeft);
      entries.add(bundleEntry(one));
    }
    in.end();
    if (entries.isEmpty()) {
      throw in.invalid("entries", "at least 1 entry", "none");
    }
    return new Action.Bundle(entries);
  }

  private static Action.BundleEntry bundleEntry(StrictReader in) {
    RollupId rollup = FieldReader.rollup(in, 1, "rollup");
    @Nullable StrictReader payload = in.message(2, "payload", 2);
    Payload read = payload == null ? null : FieldReader.payload(payload);
    in.end();
    if (read == null) {
      throw in.invalid("payload", "a payload", "none");
    }
    return new Action.BundleEntry(rollup, read);
  }

  private static Action transfer(StrictReader in) {
    Address to = in.address(1, "to");
    AssetId asset = FieldReader.asset(in, 2, "asset");
    Amount amount = FieldReader.positiveAmount(in, 3, "amount");
    in.end();
    return new Action.Transfer(to, asset, amount);
  }

  private static Action registerRollup(StrictReader in) {
    RollupId rollup = FieldReader.rollup(in, 1, "name");
    RollupTerms terms = TermsReader.read(in, 2);
    in.end();
    return new Action.RegisterRollup(rollup, terms);
  }

  private static Action changeRollup(StrictReader in) {
    RollupId rollup = FieldReader.rollup(in, 1, "rollup");
    RollupTerms terms = TermsReader.read(in, 2);
    Optional<Address> newOwner = in.optionalAddress(3, "new_owner");
    long activationHeight = FieldReader.positive(in, 4, "activation_height");
    in.end();
    return new Action.ChangeRollup(rollup, terms, newOwner, activationHeight);
  }

  private static Action closeRollup(StrictReader in) {
    RollupId rollup = FieldReader.rollup(in, 1, "rollup");
    long activationHeight = FieldReader.positive(in, 2, "activation_height");
    in.end();
    return new Action.CloseRollup(rollup, activationHeight);
  }

  private static Action setSponsorship(StrictReader in) {
    RollupId rollup = FieldReader.rollup(in, 1, "rollup");
    SponsorshipTerms terms =
        new SponsorshipTerms(
            FieldReader.positiveAmount(in, 2, "max_per_block"),
            FieldReader.positiveAmount(in, 3, "max_per_sender"),
            FieldReader.positiveAmount(in, 4, "max_total"));
    in.end();
    return new Action.SetSponsorship(rollup, terms);
  }

  private static Action closeSponsorship(StrictReader in) {
    RollupId rollup = FieldReader.rollup(in, 1, "rollup");
    in.end();
    return new Action.CloseSponsorship(rollup);
  }

  private static Action claim(StrictReader in) {
    AssetId asset = FieldReader.asset(in, 1, "asset");
    in.end();
    return new Action.Claim(asset);
  }

  private static Action changeParameter(StrictReader in) {
    String name = in.printable(1, "name", TransactionLimits.MAX_PARAMETER_NAME_LENGTH);
    String value = in.printable(2, "value", TransactionLimits.MAX_PARAMETER_VALUE_LENGTH);
    long activationHeight = FieldReader.positive(in, 3, "activation_height");
    in.end();
    FieldReader.requireName(in, "name", name);
    return new Action.ChangeParameter(name, value, activationHeight);
  }

  private static void expectRoom(StrictReader in, String name, int count, int payloadsLeft) {
    if (count == payloadsLeft) {
      throw in.refused(
          RefusalCode.TOO_MANY_PAYLOADS,
          name,
          TransactionLimits.MAX_PAYLOADS + " payloads per transaction",
          "more");
    }
  }
}
