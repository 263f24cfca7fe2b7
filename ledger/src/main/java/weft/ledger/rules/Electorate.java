package weft.ledger.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.ledger.state.GovernanceRecord;
import weft.ledger.state.PowerTable;
import weft.ledger.state.StateReader;
import weft.ledger.state.ValidatorSets;
import weft.primitives.Address;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;

/// Who decides about the chain, and when they have: so many of the genesis' keys or, on a network,
/// operators with more than two thirds of the power of the set that votes for the block.
sealed interface Electorate {
  static Electorate of(ActionContext context) {
    StateReader state = context.reader();
    if (!context.terms().chain().isNetwork()) {
      return new Keys(state.governance());
    }
    ValidatorSets.Encoded sets = ValidatorSets.Encoded.split(state.encodedValidatorSets());
    return new Validators(state, PowerTable.read(sets.current()));
  }

  /// The refusal of somebody who has no vote.
  @Nullable Refusal checkMember(Address account);

  /// Whether these approvals are enough; what each of them weighs is taken anew.
  boolean isEnough(List<Address> approvals);

  /// How far the approvals are, such as `1 of 2 approvals`.
  String progress(List<Address> approvals);

  private static Refusal notMember(Address account, String limit, String message) {
    return Refusal.of(RefusalCode.NOT_GOVERNANCE, "body.account", limit, account + " " + message);
  }

  /// The keys of a genesis, each as good as another.
  record Keys(GovernanceRecord governance) implements Electorate {
    @Override
    public @Nullable Refusal checkMember(Address account) {
      return governance.keys().contains(account)
          ? null
          : notMember(
              account, governance.keys().size() + " governance keys", "is no governance key");
    }

    @Override
    public boolean isEnough(List<Address> approvals) {
      return approvals.size() >= governance.threshold();
    }

    @Override
    public String progress(List<Address> approvals) {
      return approvals.size() + " of " + governance.threshold() + " approvals";
    }
  }

  /// The operators of a set's validators.
  record Validators(StateReader state, PowerTable set) implements Electorate {
    @Override
    public @Nullable Refusal checkMember(Address account) {
      return powerOf(account) > 0
          ? null
          : notMember(
              account,
              set.entries().size() + " validators",
              "operates no validator of the present set");
    }

    @Override
    public boolean isEnough(List<Address> approvals) {
      return power(approvals) > set.totalPower() * 2 / 3;
    }

    @Override
    public String progress(List<Address> approvals) {
      return power(approvals) + " of " + set.totalPower() + " power";
    }

    private long power(List<Address> approvals) {
      return approvals.stream().mapToLong(this::powerOf).sum();
    }

    private long powerOf(Address operator) {
      return state.validatorOf(operator).map(set::powerOf).orElse(0L);
    }
  }
}
