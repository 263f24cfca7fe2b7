package weft.cli.transaction;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weft.cli.Format;
import weft.ledger.state.PowerTable;
import weft.ledger.state.StateReader;
import weft.ledger.state.ValidatorSets;
import weft.primitives.Address;

/// How far the approvals of a change are.
public final class ApprovalOutcome {
  private ApprovalOutcome() {}

  /// Of one that is decided.
  public static Delivery.Told decided(long activationHeight, String remark) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("decided", true);
    document.put("activationHeight", activationHeight);
    return new Delivery.Told(document, remark);
  }

  /// Of one that more must approve.
  ///
  /// @param approvals of those who did
  public static Delivery.Told open(
      StateReader state, long activationHeight, List<Address> approvals) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("decided", false);
    document.put("activationHeight", activationHeight);
    String others = " The others name the same height, " + activationHeight + ".";
    if (!state.isNetwork()) {
      int needed = state.governance().threshold();
      document.put("approvals", approvals.size());
      document.put("neededApprovals", needed);
      return new Delivery.Told(
          document,
          "Approved by "
              + approvals.size()
              + " of the "
              + needed
              + " keys that it takes."
              + others);
    }
    PowerTable set =
        PowerTable.read(ValidatorSets.Encoded.split(state.encodedValidatorSets()).current());
    long power =
        approvals.stream()
            .mapToLong(operator -> state.validatorOf(operator).map(set::powerOf).orElse(0L))
            .sum();
    document.put("approvedPower", power);
    document.put("totalPower", set.totalPower());
    return new Delivery.Told(
        document,
        "Approved by %s of %s power; it takes more than two thirds.%s"
            .formatted(Format.count(power), Format.count(set.totalPower()), others));
  }
}
