package weft.examples.amm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import weft.primitives.Address;
import weft.primitives.Bytes;
import weft.primitives.PrivateKey;
import weft.protocol.lane.LaneEntry;
import weft.protocol.transaction.RollupId;
import weft.rollup.LaneData;

/// Accounts, configurations and seeded payloads, good and bad.
final class AmmFixture {
  static final RollupId EAST = RollupId.of("amm-east");
  static final RollupId WEST = RollupId.of("amm-west");
  static final List<PrivateKey> TRADERS = BotKeys.traders("test", 6);

  private AmmFixture() {}

  static AmmConfig config(RollupId rollup, Optional<Path> data) {
    return AmmConfig.demo(rollup, 2_000_000_000L, BotKeys.addresses(TRADERS), data);
  }

  static AmmMachine machine(RollupId rollup) throws IOException {
    return new AmmMachine(config(rollup, Optional.empty()));
  }

  /// A payload out of everything that can arrive: swaps, transfers and claims, valid or not,
  /// changed bits, and noise.
  static Bytes payload(SplittableRandom random, RollupId rollup) {
    PrivateKey key =
        random.nextInt(8) == 0
            ? PrivateKey.fromSeed(Bytes.utf8("stranger " + random.nextInt(4)))
            : TRADERS.get(random.nextInt(TRADERS.size()));
    long nonce = random.nextInt(5) == 0 ? random.nextLong(50) : random.nextLong(1_000_000);
    RollupId signedFor = random.nextInt(20) == 0 ? WEST : rollup;
    Bytes signed = SignedOperation.sign(signedFor, key, nonce, operation(random));
    return switch (random.nextInt(12)) {
      case 0 -> flipped(signed, random);
      case 1 -> signed.slice(0, random.nextInt(1, signed.size()));
      case 2 -> noise(random);
      default -> signed;
    };
  }

  private static Operation operation(SplittableRandom random) {
    return switch (random.nextInt(10)) {
      case 0 -> new Operation.Claim();
      case 1, 2 ->
          new Operation.Transfer(
              random.nextInt(3) == 0 ? Address.ZERO : TRADERS.get(random.nextInt(6)).address(),
              random.nextInt(4),
              amount(random));
      default ->
          new Operation.Swap(
              random.nextInt(20) == 0 ? 1 : 0,
              random.nextBoolean(),
              amount(random),
              random.nextInt(4) == 0 ? amount(random) : 0);
    };
  }

  private static long amount(SplittableRandom random) {
    return switch (random.nextInt(12)) {
      case 0 -> 0;
      case 1 -> Long.MAX_VALUE;
      case 2 -> ConstantProduct.MAX_SUPPLY;
      case 3 -> random.nextLong(1L << random.nextInt(1, 62));
      default -> random.nextLong(1, 20_000_000);
    };
  }

  private static Bytes flipped(Bytes bytes, SplittableRandom random) {
    byte[] changed = bytes.toArray();
    changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
    return Bytes.wrap(changed);
  }

  private static Bytes noise(SplittableRandom random) {
    byte[] noise = new byte[1 + random.nextInt(200)];
    random.nextBytes(noise);
    return Bytes.wrap(noise);
  }

  static List<LaneEntry> entries(SplittableRandom random, RollupId rollup, int count) {
    List<LaneEntry> entries = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      entries.add(LaneData.entry(payload(random, rollup), random));
    }
    return entries;
  }

  /// All accounts that hold anything.
  static List<Address> holders(AmmConfig config) {
    List<Address> holders = new ArrayList<>(BotKeys.addresses(TRADERS));
    for (int i = 0; i < 4; i++) {
      holders.add(PrivateKey.fromSeed(Bytes.utf8("stranger " + i)).address());
    }
    holders.add(Address.ZERO);
    holders.add(AmmConfig.FAUCET);
    holders.add(config.operator());
    return holders;
  }
}
