package weft.protocol.mechanism;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.primitives.Sha256;

final class ModulesTest {
  private static final Hash32 MODULE = Sha256.hash(Bytes.utf8("module"));
  private static final Deferral DEFERRAL = new Deferral(200, Signal.GAS, 100);

  @Test
  void theIdIsTheHashOfItsParts() {
    Modules modules = new Modules(Optional.empty(), Optional.of(MODULE), 3);
    assertThat(MechanismId.of(with(Mechanism.DEFAULT, Optional.of(modules), Optional.empty())))
        .isEqualTo(
            Sha256.hash(
                Bytes.fromHex("0015"),
                Bytes.utf8("weft.mechanism.module"),
                Bytes.fromHex("01"),
                MechanismId.of(Mechanism.DEFAULT).bytes(),
                Bytes.fromHex("00".repeat(32)),
                MODULE.bytes(),
                Bytes.fromHex("0000000000000003")));
  }

  @Test
  void theIdOfADeferralIsTheHashOfItsParts() {
    Mechanism deferred = with(Mechanism.DEFAULT, Optional.empty(), Optional.of(DEFERRAL));
    assertThat(MechanismId.of(deferred))
        .isEqualTo(
            Sha256.hash(
                Bytes.fromHex("0017"),
                Bytes.utf8("weft.mechanism.deferral"),
                Bytes.fromHex("01"),
                MechanismId.of(Mechanism.DEFAULT).bytes(),
                Bytes.fromHex("00c8"),
                Bytes.fromHex("02"),
                Bytes.fromHex("00000064")));
  }

  @Test
  void noTwoMechanismsShareAnIdOrAPlace() {
    TreeSet<String> ids = new TreeSet<>();
    TreeSet<Mechanism> places = new TreeSet<>();
    int count = 0;
    for (Pricing pricing : Pricing.values()) {
      for (Sharing sharing : Sharing.values()) {
        Mechanism declared = new Mechanism(7, pricing, sharing, Refunds.NONE);
        for (Mechanism one :
            new Mechanism[] {
              declared,
              with(declared, modules(true, false, 5), Optional.empty()),
              with(declared, modules(false, true, 5), Optional.empty()),
              with(declared, modules(false, true, 6), Optional.empty()),
              with(declared, modules(false, true, 6), Optional.of(DEFERRAL)),
              with(declared, Optional.empty(), Optional.of(DEFERRAL)),
              with(declared, Optional.empty(), Optional.of(new Deferral(200, Signal.VOLUME, 100)))
            }) {
          ids.add(MechanismId.of(one).toString());
          places.add(one);
          count++;
        }
      }
    }
    assertThat(ids).hasSize(count);
    assertThat(places).hasSize(count);
  }

  @Test
  void theLayoutIsReadAsWritten() {
    Mechanism full = with(Mechanism.DEFAULT, modules(true, true, 9), Optional.of(DEFERRAL));
    for (Mechanism one :
        new Mechanism[] {
          Mechanism.DEFAULT,
          full,
          with(Mechanism.DEFAULT, modules(true, false, 9), Optional.empty()),
          with(Mechanism.DEFAULT, Optional.empty(), Optional.of(DEFERRAL))
        }) {
      ByteWriter out = new ByteWriter();
      MechanismLayout.write(out, one);
      ByteReader in = new ByteReader(out.toBytes());
      assertThat(MechanismLayout.read(in)).isEqualTo(one);
      in.expectEnd();
    }
  }

  @Test
  void otherBytesAreNoMechanism() {
    String rules = "000000000007a120" + "010601";
    for (String bytes :
        new String[] {
          "0000000000000000" + "010601" + "00",
          "000000000007a120" + "050601" + "00",
          rules + "04",
          rules + "01" + "00".repeat(64) + "0000000000000001",
          rules + "01" + "11".repeat(64) + "0000000000000000",
          rules + "02" + "0000" + "01" + "00000001",
          rules + "02" + "0001" + "03" + "00000001",
          rules + "02" + "0001" + "01" + "00000000"
        }) {
      assertThatThrownBy(() -> MechanismLayout.read(new ByteReader(Bytes.fromHex(bytes))))
          .as(bytes)
          .isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void fuelIsBoundedAndThereIsAModule() {
    for (long fuel : new long[] {0, Modules.MAX_FUEL + 1}) {
      assertThatThrownBy(() -> new Modules(Optional.empty(), Optional.of(MODULE), fuel))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new Modules(Optional.empty(), Optional.empty(), 5))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Optional<Modules> modules(boolean selection, boolean sharing, long fuel) {
    return Optional.of(
        new Modules(
            selection ? Optional.of(MODULE) : Optional.empty(),
            sharing ? Optional.of(MODULE) : Optional.empty(),
            fuel));
  }

  private static Mechanism with(
      Mechanism declared, Optional<Modules> modules, Optional<Deferral> deferral) {
    return new Mechanism(
        declared.nodeBudget(),
        declared.pricing(),
        declared.sharing(),
        declared.refunds(),
        modules,
        deferral);
  }
}
