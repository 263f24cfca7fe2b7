package weft.node.mempool;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import weft.chain.store.BlockSeal;
import weft.chain.store.CommittedBlock;
import weft.chain.store.IncludedTransaction;
import weft.ledger.admission.AdmissionTerms;
import weft.ledger.admission.LaneNeed;
import weft.ledger.admission.Spend;
import weft.ledger.admission.SponsoredTerms;
import weft.ledger.rules.LaneRoom;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MerkleProof;
import weft.primitives.PrivateKey;
import weft.protocol.block.BlockHeader;
import weft.protocol.block.Commit;
import weft.protocol.block.SignedAnchor;
import weft.protocol.refusal.Checked;
import weft.protocol.refusal.Refusal;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.TransactionBody;
import weft.protocol.transaction.VerifiedTransaction;

/// A ledger that knows balances, sequences and one fee per byte, and makes blocks of whatever it is
/// given. Accounts that were not funded have plenty.
final class TestLedger implements LedgerView {
  static final long FEE_PER_BYTE = 10;
  private static final Amount PLENTY = Amount.of(1L << 60);

  private final Map<Address, Amount> balances = new ConcurrentHashMap<>();
  private final Map<List<Object>, Amount> others = new ConcurrentHashMap<>();
  private final Map<Channel, Long> nextSequences = new ConcurrentHashMap<>();
  private final AtomicLong height = new AtomicLong();
  private final AtomicLong checks = new AtomicLong();
  private final Map<Hash32, RefusalCode> refused = new ConcurrentHashMap<>();
  private volatile Runnable afterCheck = () -> {};

  private volatile Amount reserve = Amount.ZERO;
  private volatile Amount maxPerSender = PLENTY;
  private volatile Amount maxTotal = PLENTY;
  private volatile Amount maxPerBlock = PLENTY;
  private volatile long maxChannels = Long.MAX_VALUE;

  private record Channel(Address account, long number) {}

  void fund(Address account, long balance) {
    balances.put(account, Amount.of(balance));
  }

  /// Accounts have nothing of other assets than the fee's, unless it was given to them.
  void fund(Address account, AssetId asset, long balance) {
    others.put(List.of(account, asset), Amount.of(balance));
  }

  void allowChannels(long most) {
    maxChannels = most;
  }

  private long channelsLeft(Address account) {
    return maxChannels
        - nextSequences.keySet().stream().filter(each -> each.account().equals(account)).count();
  }

  /// Caps what each sender may use of each sponsorship.
  void capSenders(long most) {
    maxPerSender = Amount.of(most);
  }

  /// Caps what all senders together may use of each sponsorship; what was used is not counted.
  void capSponsorships(long total, long perBlock) {
    maxTotal = Amount.of(total);
    maxPerBlock = Amount.of(perBlock);
  }

  /// Committed state admits a transaction no more.
  void refuse(Hash32 transactionHash, RefusalCode code) {
    refused.put(transactionHash, code);
  }

  void admitAgain(Hash32 transactionHash) {
    refused.remove(transactionHash);
  }

  long height() {
    return height.get();
  }

  /// What happens between a check and its answer.
  void afterCheck(Runnable event) {
    afterCheck = event;
  }

  long checks() {
    return checks.get();
  }

  static long feeFor(int envelopeBytes) {
    return FEE_PER_BYTE * envelopeBytes;
  }

  /// Nothing is sold for less.
  void reserve(long amount) {
    reserve = Amount.of(amount);
  }

  @Override
  public boolean couldWin(VerifiedTransaction bid, long nextHeight) {
    return !bid.body().bid().orElseThrow().amount().isLessThan(reserve);
  }

  @Override
  public long nextSequence(Address account, long channel) {
    return nextSequences.getOrDefault(new Channel(account, channel), 0L);
  }

  @Override
  public Checked<AdmissionTerms> check(Transaction transaction, long nextHeight, long nowMs) {
    checks.incrementAndGet();
    TransactionBody body = transaction.body();
    Nonce nonce = body.nonce();
    long next = nextSequence(body.account(), nonce.channel());
    Amount fee = Amount.of(feeFor(transaction.size())).plus(body.tip());
    Address payer = body.sponsor().orElse(body.account());
    Amount balance = balances.getOrDefault(payer, PLENTY);
    RefusalCode code = refused.get(transaction.hash());
    if (code != null) {
      return refused(code, "");
    }
    if (nonce.sequence() < next) {
      return refused(RefusalCode.NONCE_USED, "body.sequence");
    }
    if (next == 0 && channelsLeft(body.account()) <= 0) {
      return refused(RefusalCode.TOO_MANY_CHANNELS, "body.channel");
    }
    if (body.lastHeight() < nextHeight || (body.lastTimeMs() != 0 && body.lastTimeMs() < nowMs)) {
      return refused(RefusalCode.EXPIRED, "body.last_height");
    }
    if (body.maxFee().isLessThan(fee)) {
      return refused(RefusalCode.FEE_TOO_LOW, "body.max_fee");
    }
    if (body.bid().isPresent()) {
      return Checked.ok(
          new AdmissionTerms(
              next,
              OptionalLong.empty(),
              payer,
              List.of(),
              Optional.empty(),
              fee,
              body.tip(),
              List.of()));
    }
    Amount spend = body.sponsor().isPresent() ? fee : body.maxFee();
    if (balance.isLessThan(spend)) {
      return refused(RefusalCode.INSUFFICIENT_FUNDS, "body.account");
    }
    AdmissionTerms terms =
        new AdmissionTerms(
            next,
            next == 0 ? OptionalLong.of(channelsLeft(body.account())) : OptionalLong.empty(),
            payer,
            spends(body, payer, balance, spend),
            body.sponsor().map(_ -> sponsored(body, fee)),
            fee,
            body.tip(),
            needs(body));
    afterCheck.run();
    return Checked.ok(terms);
  }

  /// Includes transactions whatever they are, moves the height, and charges the fees, as far as the
  /// payer has them.
  CommittedBlock commit(long timeMs, List<VerifiedTransaction> transactions) {
    List<IncludedTransaction> included = new ArrayList<>();
    for (VerifiedTransaction transaction : transactions) {
      TransactionBody body = transaction.body();
      Nonce nonce = body.nonce();
      nextSequences.merge(
          new Channel(body.account(), nonce.channel()), nonce.sequence() + 1, Math::max);
      Amount fee = Amount.of(feeFor(transaction.transaction().size())).plus(body.tip());
      balances.computeIfPresent(
          body.sponsor().orElse(body.account()), (_, balance) -> balance.minus(fee.min(balance)));
      included.add(
          new IncludedTransaction(transaction, included.size(), fee, body.feeAsset(), List.of()));
    }
    return block(height.incrementAndGet(), timeMs, included);
  }

  private static CommittedBlock block(
      long height, long timeMs, List<IncludedTransaction> included) {
    PrivateKey validator = Signed.key("validator");
    BlockHeader header =
        new BlockHeader(
            1, height, timeMs, Hash32.ZERO, Hash32.ZERO, Hash32.ZERO, validator.address());
    SignedAnchor anchor =
        new SignedAnchor(
            Bytes.EMPTY,
            Bytes.EMPTY,
            new MerkleProof(0, 1, List.of()),
            new Commit(Hash32.ZERO, validator.sign(Hash32.ZERO)));
    return new CommittedBlock(
        header,
        Hash32.ZERO,
        new BlockSeal.Solo(anchor),
        List.of(),
        included,
        List.of(),
        Hash32.ZERO);
  }

  private List<Spend> spends(TransactionBody body, Address payer, Amount balance, Amount fee) {
    List<Spend> spends = new ArrayList<>();
    spends.add(new Spend(payer, body.feeAsset(), balance, fee));
    for (Action action : body.actions()) {
      if (action instanceof Action.Transfer(_, AssetId asset, Amount amount)) {
        Amount other = others.getOrDefault(List.of(payer, asset), Amount.ZERO);
        spends.add(new Spend(payer, asset, other, amount.min(other)));
      }
    }
    return spends;
  }

  private static List<LaneNeed> needs(TransactionBody body) {
    TreeMap<RollupId, Long> bytes = new TreeMap<>();
    TreeMap<RollupId, Integer> payloads = new TreeMap<>();
    for (Action action : body.actions()) {
      if (action instanceof Action.Submit submit) {
        submit
            .payloads()
            .forEach(each -> bytes.merge(submit.rollup(), (long) each.data().size(), Long::sum));
        payloads.merge(submit.rollup(), submit.payloads().size(), Integer::sum);
      }
    }
    List<LaneNeed> needs = new ArrayList<>();
    bytes.forEach(
        (rollup, sum) ->
            needs.add(
                new LaneNeed(rollup, new LaneRoom(sum, payloads.getOrDefault(rollup, 0), 0))));
    return needs;
  }

  private SponsoredTerms sponsored(TransactionBody body, Amount fee) {
    RollupId rollup = needs(body).getFirst().rollup();
    return new SponsoredTerms(rollup, fee, maxPerSender, maxTotal, maxPerBlock);
  }

  private static Checked<AdmissionTerms> refused(RefusalCode code, String field) {
    return Checked.refused(Refusal.of(code, field, "", "refused by the test ledger"));
  }
}
