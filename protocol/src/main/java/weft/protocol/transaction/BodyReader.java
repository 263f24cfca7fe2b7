package weft.protocol.transaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.protocol.refusal.RefusalCode;

/// Reads a `TransactionBody` and checks everything that needs no state.
final class BodyReader {
  static final int LAST_FIELD = 11;

  private BodyReader() {}

  static TransactionBody read(StrictReader in) {
    long chainId = in.u64(1, "chain_id");
    Address account = in.address(2, "account");
    Nonce nonce = new Nonce(in.u64(3, "channel"), in.u64(4, "sequence"));
    long lastHeight = in.u64(5, "last_height");
    long lastTimeMs = in.u64(6, "last_time_ms");
    String feeAsset = FieldReader.assetName(in, 7, "fee_asset");
    Amount maxFee = FieldReader.amount(in, 8, "max_fee");
    Amount tip = FieldReader.amount(in, 9, "tip");
    Optional<Address> sponsor = in.optionalAddress(10, "sponsor");
    List<Action> actions = actions(in);
    in.end();
    if (chainId < 1 || chainId > TransactionLimits.MAX_CHAIN_ID) {
      throw in.invalid("chain_id", "1 to 2^53-1", Long.toString(chainId));
    }
    if (lastHeight < 1) {
      throw in.invalid("last_height", "at least 1", "0");
    }
    if (maxFee.isLessThan(tip)) {
      throw in.invalid("tip", "at most max_fee, " + maxFee, tip.toString());
    }
    return new TransactionBody(
        chainId,
        account,
        nonce,
        lastHeight,
        lastTimeMs,
        new AssetId(feeAsset),
        maxFee,
        tip,
        sponsor,
        actions);
  }

  private static List<Action> actions(StrictReader in) {
    List<Action> actions = new ArrayList<>();
    int payloads = 0;
    int joins = 0;
    while (true) {
      @Nullable StrictReader one =
          in.element(11, "actions", actions.size(), ActionReader.LAST_FIELD);
      if (one == null) {
        MarketActionReader.checkTogether(in, actions, payloads);
        return actions;
      }
      if (actions.size() == TransactionLimits.MAX_ACTIONS) {
        throw in.refused(
            RefusalCode.TOO_MANY_ACTIONS,
            "actions",
            TransactionLimits.MAX_ACTIONS + " actions",
            "more");
      }
      if (one.nextField() == ActionReader.JOIN_FIELD && ++joins > TransactionLimits.MAX_JOINS) {
        throw one.invalid("join_validators", "1 such action per transaction", "more");
      }
      Action action = ActionReader.read(one, TransactionLimits.MAX_PAYLOADS - payloads);
      payloads += payloads(action);
      actions.add(action);
    }
  }

  private static int payloads(Action action) {
    return switch (action) {
      case Action.Submit submit -> submit.payloads().size();
      case Action.Bundle bundle -> bundle.entries().size();
      case Action.Stating _ -> 0;
    };
  }
}
