package weft.protocol.mechanism;

import java.util.Optional;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;

/// The layout of a mechanism in the state and in auction records: node budget (u64), pricing (u8),
/// sharing (u8), refunds (u8), parts (u8: 1 modules, 2 deferral, added), and then with modules the
/// ids of the one that selects and the one that shares (32 each, zero for none) and fuel (u64),
/// with a deferral permille (u16), signal (u8) and deadline in blocks (u32).
public final class MechanismLayout {
  private static final int MODULES = 1;
  private static final int DEFERRAL = 2;

  private MechanismLayout() {}

  public static void write(ByteWriter out, Mechanism mechanism) {
    out.u64(mechanism.nodeBudget())
        .u8(mechanism.pricing().number())
        .u8(mechanism.sharing().number())
        .u8(mechanism.refunds().number())
        .u8(
            (mechanism.modules().isPresent() ? MODULES : 0)
                + (mechanism.deferral().isPresent() ? DEFERRAL : 0));
    mechanism.modules().ifPresent(modules -> write(out, modules));
    mechanism.deferral().ifPresent(deferral -> write(out, deferral));
  }

  static void write(ByteWriter out, Modules modules) {
    out.hash(modules.selection().orElse(Hash32.ZERO))
        .hash(modules.sharing().orElse(Hash32.ZERO))
        .u64(modules.fuel());
  }

  static void write(ByteWriter out, Deferral deferral) {
    out.u16(deferral.permille()).u8(deferral.signal().number()).u32(deferral.deadlineBlocks());
  }

  /// Reads a mechanism.
  ///
  /// @throws MalformedException if it is none that this version knows
  public static Mechanism read(ByteReader in) {
    long nodeBudget = in.u64("mechanism.node_budget");
    Pricing pricing = known(Pricing.ofNumber(in.u8("mechanism.pricing")), "mechanism.pricing");
    Sharing sharing = known(Sharing.ofNumber(in.u8("mechanism.sharing")), "mechanism.sharing");
    Refunds refunds = known(Refunds.ofNumber(in.u8("mechanism.refunds")), "mechanism.refunds");
    int parts = in.u8("mechanism.parts");
    if (parts > MODULES + DEFERRAL) {
      throw new MalformedException("mechanism.parts", "is at most 3, got " + parts);
    }
    try {
      return new Mechanism(
          nodeBudget,
          pricing,
          sharing,
          refunds,
          (parts & MODULES) == 0 ? Optional.empty() : Optional.of(readModules(in)),
          (parts & DEFERRAL) == 0 ? Optional.empty() : Optional.of(readDeferral(in)));
    } catch (IllegalArgumentException e) {
      throw new MalformedException("mechanism", String.valueOf(e.getMessage()));
    }
  }

  private static Modules readModules(ByteReader in) {
    Optional<Hash32> selection = module(in.hash("modules.selection"));
    Optional<Hash32> sharing = module(in.hash("modules.sharing"));
    return new Modules(selection, sharing, in.u64("modules.fuel"));
  }

  private static Optional<Hash32> module(Hash32 id) {
    return Optional.of(id).filter(one -> !one.equals(Hash32.ZERO));
  }

  private static Deferral readDeferral(ByteReader in) {
    int permille = in.u16("deferral.permille");
    Signal signal = known(Signal.ofNumber(in.u8("deferral.signal")), "deferral.signal");
    return new Deferral(permille, signal, in.u32("deferral.deadline_blocks"));
  }

  private static <T> T known(Optional<T> rule, String field) {
    return rule.orElseThrow(() -> new MalformedException(field, "is no rule of this version"));
  }
}
