package weft.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.BlsPrivateKey;
import weft.primitives.BlsSignature;
import weft.primitives.Bytes;
import weft.primitives.Ed25519PublicKey;
import weft.primitives.Hash32;
import weft.primitives.PrivateKey;
import weft.protocol.mechanism.Deferral;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Modules;
import weft.protocol.mechanism.Pricing;
import weft.protocol.mechanism.Refunds;
import weft.protocol.mechanism.Sharing;
import weft.protocol.mechanism.Signal;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.GasTerms;
import weft.protocol.transaction.MarketTerms;
import weft.protocol.transaction.MarketTerms.AcceptedMechanism;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.OrderFlow;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.Policy;
import weft.protocol.transaction.Reporters;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.RollupTerms;
import weft.protocol.transaction.Signals;
import weft.protocol.transaction.SignatureScheme;
import weft.protocol.transaction.SponsorshipTerms;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.TransactionBody;
import weft.protocol.transaction.TransactionLimits;
import weft.protocol.transaction.TransactionSigner;

/// Random well-formed transactions and their parts; the same seed gives the same sequence.
public final class TransactionGen {
  private static final String NAME_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789-";

  private static final List<BlsPrivateKey> BLS_KEYS =
      Stream.of("a", "b", "c", "d").map(Bytes::utf8).map(BlsPrivateKey::fromSeed).toList();
  private static final List<BlsSignature> POSSESSIONS =
      BLS_KEYS.stream().map(BlsPrivateKey::provePossession).toList();

  private final SplittableRandom random;

  public TransactionGen(long seed) {
    random = new SplittableRandom(seed);
  }

  /// A number from 0 to `bound - 1`.
  public int below(int bound) {
    return random.nextInt(bound);
  }

  public boolean coin() {
    return random.nextBoolean();
  }

  /// A number from `min` to 2^63-1; small and large ones are equally likely.
  public long number(long min) {
    long value = random.nextLong() >>> (1 + random.nextInt(63));
    return Math.max(min, value);
  }

  public Bytes bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }

  public Hash32 hash() {
    return Hash32.of(bytes(Hash32.SIZE));
  }

  /// An address that is not zero.
  public Address address() {
    return Address.of(bytes(Address.SIZE));
  }

  public PrivateKey key() {
    return PrivateKey.fromSeed(bytes(8));
  }

  /// An amount of at least `min`; narrow and wide ones are equally likely.
  public Amount amount(long min) {
    byte[] bytes = new byte[Amount.SIZE];
    int width = random.nextInt(Amount.SIZE + 1);
    for (int i = Amount.SIZE - width; i < Amount.SIZE; i++) {
      bytes[i] = (byte) random.nextInt();
    }
    return Amount.ofBytes(Bytes.wrap(bytes)).max(Amount.of(min));
  }

  public RollupId rollup() {
    return RollupId.of(name(RollupId.MIN_NAME_LENGTH, RollupId.MAX_NAME_LENGTH));
  }

  public AssetId asset() {
    return new AssetId(name(1, AssetId.MAX_NAME_LENGTH));
  }

  public Payload payload() {
    return new Payload(bytes(1 + below(200)), coin() ? 0 : number(1));
  }

  /// A body of any account and chain with up to four actions.
  public TransactionBody body() {
    return body(address(), number(1) % TransactionLimits.MAX_CHAIN_ID + 1, actions(below(5)));
  }

  /// A body with random nonce, validity and fee.
  public TransactionBody body(Address account, long chainId, List<Action> actions) {
    Amount maxFee = amount(0);
    return new TransactionBody(
        chainId,
        account,
        new Nonce(number(0), number(0)),
        number(1),
        coin() ? 0 : number(1),
        asset(),
        maxFee,
        amount(0).min(maxFee),
        coin() ? Optional.empty() : Optional.of(address()),
        actions);
  }

  /// A transaction that its account signed.
  public Transaction transaction() {
    PrivateKey key = key();
    TransactionBody any = body();
    TransactionBody body = body(key.address(), any.chainId(), any.actions());
    return TransactionSigner.sign(body, scheme(), key);
  }

  public SignatureScheme scheme() {
    return coin() ? SignatureScheme.EIP712 : SignatureScheme.EIP191;
  }

  public List<Action> actions(int count) {
    List<Action> actions = many(count, this::action);
    // A transaction has one such action at most, and a bid for itself.
    int[] joins = {0};
    actions.replaceAll(
        action ->
            (action instanceof Action.JoinValidators && joins[0]++ > 0)
                    || (action instanceof Action.Bid && count > 1)
                ? new Action.Unjail()
                : action);
    if (count > 0 && below(8) == 0 && actions.stream().noneMatch(Action.Bid.class::isInstance)) {
      actions.set(below(count), new Action.RegisterModule(bytes(1 + below(50))));
    }
    if (coin() && actions.stream().anyMatch(TransactionGen::hasPayloads)) {
      actions.set(below(count), new Action.OnlyInPackage());
      actions.add(submit());
      if (coin()) {
        actions.add(new Action.RefundTerms(address(), 1 + below(100)));
      }
    }
    return actions;
  }

  private static boolean hasPayloads(Action action) {
    return action instanceof Action.Submit || action instanceof Action.Bundle;
  }

  public Action.Bid bid() {
    List<RollupId> rollups = distinct(1 + below(8), this::rollup).stream().sorted().toList();
    List<Amount> split = coin() ? List.of() : many(rollups.size(), () -> Amount.of(below(3)));
    Amount sum = split.stream().reduce(Amount.ZERO, Amount::plus);
    List<Hash32> named = distinct(1 + below(16), this::hash);
    return new Action.Bid(
        rollups,
        named,
        asset(),
        sum.isZero() ? amount(1) : sum,
        coin() ? 0 : number(1),
        coin() ? 0 : number(1),
        amount(0),
        sum.isZero() ? List.of() : split,
        orderFlow(named.size()),
        coin() ? Optional.empty() : Optional.of(hash()));
  }

  private List<OrderFlow> orderFlow(int named) {
    List<OrderFlow> flows = new ArrayList<>();
    int left = 100;
    for (int i = 0; i < named && left > 0; i++) {
      if (coin()) {
        int percent = 1 + below(left);
        flows.add(new OrderFlow(i, address(), percent));
        left -= percent;
      }
    }
    return flows;
  }

  public Action action() {
    return switch (below(20)) {
      case 0 -> submit();
      case 1 -> bundle();
      case 2 -> new Action.Transfer(address(), asset(), amount(1));
      case 3 -> new Action.RegisterRollup(rollup(), terms());
      case 4 ->
          new Action.ChangeRollup(
              rollup(), terms(), coin() ? Optional.empty() : Optional.of(address()), number(1));
      case 5 -> new Action.CloseRollup(rollup(), number(1));
      case 6 ->
          new Action.SetSponsorship(
              rollup(), new SponsorshipTerms(amount(1), amount(1), amount(1)));
      case 7 -> new Action.CloseSponsorship(rollup());
      case 8 -> new Action.Claim(asset());
      case 9 -> joinValidators();
      case 10 -> new Action.AddBond(amount(1));
      case 11 -> new Action.LeaveValidators();
      case 12 -> new Action.Unjail();
      case 13 -> new Action.AnnounceUpgrade(printable(1, 64, '!'), number(1), hash());
      case 14 -> new Action.BondBids(asset(), amount(1));
      case 15 -> new Action.UnbondBids(asset(), amount(1));
      case 16 -> bid();
      case 17 -> new Action.ReportSignals(rollup(), number(1), signals());
      case 18 -> new Action.SealBid(hash(), asset(), amount(1));
      default ->
          new Action.ChangeParameter(printable(1, 64, '!'), printable(0, 256, ' '), number(1));
    };
  }

  /// With keys and proofs that are points, as making them is costly one of four.
  private Action.JoinValidators joinValidators() {
    BlsPrivateKey blsKey = BLS_KEYS.get(below(BLS_KEYS.size()));
    return new Action.JoinValidators(
        Ed25519PublicKey.of(bytes(Ed25519PublicKey.SIZE)),
        bytes(Ed25519PublicKey.SIGNATURE_SIZE),
        blsKey.publicKey(),
        POSSESSIONS.get(below(POSSESSIONS.size())),
        amount(1));
  }

  public Action.Submit submit() {
    return new Action.Submit(rollup(), many(1 + below(4), this::payload));
  }

  public Action.Bundle bundle() {
    List<RollupId> rollups = many(1 + below(3), this::rollup);
    return new Action.Bundle(
        many(
            1 + below(5),
            () -> new Action.BundleEntry(rollups.get(below(rollups.size())), payload())));
  }

  public RollupTerms terms() {
    long target = number(1);
    return new RollupTerms(
        address(),
        coin() ? Policy.FIRST_COME : Policy.PRIORITY,
        many(below(4), this::asset).stream().distinct().toList(),
        number(1),
        printable(0, 60, '!'),
        coin()
            ? Optional.empty()
            : Optional.of(new GasTerms(target, Math.max(target, number(1)), amount(0))),
        many(below(4), this::address),
        coin() ? Optional.empty() : Optional.of(market()));
  }

  public MarketTerms market() {
    List<AcceptedMechanism> mechanisms = new ArrayList<>();
    for (Mechanism mechanism : distinct(1 + below(8), this::mechanism)) {
      mechanisms.add(new AcceptedMechanism(mechanism, number(1)));
    }
    return new MarketTerms(
        mechanisms,
        asset(),
        amount(0),
        distinct(below(4), this::rollup),
        distinct(below(4), this::rollup),
        coin(),
        coin() ? Optional.empty() : Optional.of(reporters()));
  }

  private Signals signals() {
    return new Signals(amount(0), number(0), coin() ? Optional.empty() : Optional.of(hash()));
  }

  private Reporters reporters() {
    List<Address> addresses = distinct(1 + below(8), this::address);
    return new Reporters(addresses, 1 + below(addresses.size()));
  }

  public Mechanism mechanism() {
    return new Mechanism(
        number(1),
        List.of(Pricing.values()).get(below(Pricing.values().length)),
        List.of(Sharing.values()).get(below(Sharing.values().length)),
        List.of(Refunds.values()).get(below(Refunds.values().length)),
        below(4) == 0 ? Optional.of(modules()) : Optional.empty(),
        below(4) == 0 ? Optional.of(deferral()) : Optional.empty());
  }

  private Modules modules() {
    int which = 1 + below(3);
    return new Modules(
        (which & 1) == 0 ? Optional.empty() : Optional.of(hash()),
        (which & 2) == 0 ? Optional.empty() : Optional.of(hash()),
        1 + below((int) Modules.MAX_FUEL));
  }

  private Deferral deferral() {
    return new Deferral(
        1 + below(Deferral.MAX_PERMILLE),
        List.of(Signal.values()).get(below(Signal.values().length)),
        1 + below((int) Deferral.MAX_DEADLINE_BLOCKS));
  }

  private <T> List<T> distinct(int count, Supplier<T> one) {
    return many(count, one).stream().distinct().toList();
  }

  /// So many of something.
  public <T> List<T> many(int count, Supplier<T> one) {
    List<T> many = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      many.add(one.get());
    }
    return many;
  }

  private String name(int min, int max) {
    StringBuilder name = new StringBuilder();
    int length = min + below(max - min + 1);
    for (int i = 0; i < length; i++) {
      name.append(NAME_CHARACTERS.charAt(below(NAME_CHARACTERS.length())));
    }
    return name.toString();
  }

  private String printable(int min, int max, char first) {
    StringBuilder text = new StringBuilder();
    int length = min + below(max - min + 1);
    for (int i = 0; i < length; i++) {
      text.append((char) (first + below('~' - first + 1)));
    }
    return text.toString();
  }
}
