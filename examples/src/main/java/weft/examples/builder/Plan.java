package weft.examples.builder;

import java.util.List;
import weft.examples.amm.Operation;

/// Swaps at the heads of lanes, and what they should bring.
///
/// @param legs one for each market of the package
/// @param gainY expected, in units of token y
public record Plan(List<Leg> legs, long gainY) {
  public Plan {
    legs = List.copyOf(legs);
  }

  /// @param market index in what the strategy saw
  public record Leg(int market, Operation.Swap swap) {}
}
