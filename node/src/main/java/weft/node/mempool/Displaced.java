package weft.node.mempool;

import java.util.Optional;
import weft.primitives.Amount;

/// A transaction that has to leave the verification queue unverified.
///
/// @param rateToBeat the tip rate, see [TipRate], above which it would have stayed; empty where no
///   tip helps
record Displaced(Incoming incoming, Optional<Amount> rateToBeat) {}
