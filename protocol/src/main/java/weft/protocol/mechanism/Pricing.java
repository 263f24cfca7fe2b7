package weft.protocol.mechanism;

import java.util.Arrays;
import java.util.Optional;

/// What winning bids pay. Whatever the rule, a bid pays at least the floors of its rollups and
/// never more than it offered.
public enum Pricing {
  /// What was offered.
  FIRST(1, "first"),
  /// The most that the other bidders' bids inside the package would have paid for its rollups.
  SECOND(2, "second"),
  /// Vickrey-Clarke-Groves: what the bidder's presence costs all others.
  VCG(3, "vcg"),
  /// The payments nearest to VCG that no coalition of bidders would outbid (Day, Cramton 2012).
  CORE(4, "core");

  private final int number;
  private final String id;

  Pricing(int number, String id) {
    this.number = number;
    this.id = id;
  }

  /// The number on the wire and in the state.
  public int number() {
    return number;
  }

  /// The name in commands, in JSON and in docs.
  public String id() {
    return id;
  }

  /// The rule with a number; empty for a number that this version does not know.
  public static Optional<Pricing> ofNumber(long number) {
    return Arrays.stream(values()).filter(one -> one.number == number).findFirst();
  }

  /// The rule with a name; empty for a name that this version does not know.
  public static Optional<Pricing> ofId(String id) {
    return Arrays.stream(values()).filter(one -> one.id.equals(id)).findFirst();
  }
}
