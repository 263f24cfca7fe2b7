package weft.protocol.mechanism;

import weft.primitives.ByteWriter;
import weft.primitives.Hash32;
import weft.primitives.Sha256;

/// The name of a mechanism: the SHA-256 of its bytes, as docs/protocol/market.md lays them out ("A
/// mechanism's id"). The numbers of the rules never change or return; a change of what a rule does
/// takes a new version.
public final class MechanismId {
  private static final int VERSION = 1;

  private MechanismId() {}

  public static Hash32 of(Mechanism mechanism) {
    Hash32 id = builtIn(mechanism);
    if (mechanism.modules().isPresent()) {
      ByteWriter out = of("weft.mechanism.module").hash(id);
      MechanismLayout.write(out, mechanism.modules().get());
      id = Sha256.hash(out.toBytes());
    }
    if (mechanism.deferral().isPresent()) {
      ByteWriter out = of("weft.mechanism.deferral").hash(id);
      MechanismLayout.write(out, mechanism.deferral().get());
      id = Sha256.hash(out.toBytes());
    }
    return id;
  }

  private static Hash32 builtIn(Mechanism mechanism) {
    return Sha256.hash(
        of("weft.mechanism")
            .u64(mechanism.nodeBudget())
            .u8(mechanism.pricing().number())
            .u8(mechanism.sharing().number())
            .u8(mechanism.refunds().number())
            .toBytes());
  }

  private static ByteWriter of(String domain) {
    return new ByteWriter().text(domain).u8(VERSION);
  }
}
