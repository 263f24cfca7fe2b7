package weft.node.api.answer;

import weft.ledger.fee.FeeQuote;
import weft.ledger.query.Queries;
import weft.node.api.NodeServices;
import weft.node.mempool.MempoolSize;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Signature;
import weft.protocol.refusal.Checked;
import weft.protocol.transaction.SignatureScheme;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.TransactionBody;
import weft.protocol.transaction.TransactionCodec;

/// What transactions cost.
public final class FeeAnswers {
  /// Base fees may double, which takes at least six full blocks in a row, before the suggested
  /// maximum fee is too low.
  private static final int HEADROOM = 2;

  /// A pool that is less than this full, in percent, has room: nobody is turned away.
  private static final long CROWDED_PERCENT = 50;

  /// Only its size matters: a signature has the same size whoever signs.
  private static final Signature ANY_SIGNATURE = anySignature();

  private final NodeServices services;

  public FeeAnswers(NodeServices services) {
    this.services = services;
  }

  /// Base fees of the next block, of up to `maxLanes` lanes.
  public Queries.FeeInfo fees(int maxLanes) {
    return Queries.fees(services.store().state(), nextHeight(), maxLanes);
  }

  /// The cost of a serialized `SignedTransaction`.
  public Checked<FeeEstimate> ofTransaction(Bytes envelope) {
    return Steps.then(TransactionCodec.decode(envelope), this::ofTransaction);
  }

  /// The cost of a serialized `TransactionBody` once it is signed.
  public Checked<FeeEstimate> ofBody(Bytes body) {
    return Steps.then(
        TransactionCodec.decodeBody(body), decoded -> estimate(decoded, envelopeSize(body)));
  }

  private Checked<FeeEstimate> ofTransaction(Transaction transaction) {
    return estimate(transaction.body(), transaction.size());
  }

  private Checked<FeeEstimate> estimate(TransactionBody body, int bytes) {
    return Steps.map(
        Queries.quote(services.store().state(), nextHeight(), body, bytes),
        quote -> advise(body, quote, bytes));
  }

  private long nextHeight() {
    return services.store().head().height() + 1;
  }

  private FeeEstimate advise(TransactionBody body, FeeQuote quote, int bytes) {
    Amount base = quote.total().minus(quote.tip());
    // A sponsor pays no tips.
    Amount tip =
        body.sponsor().isPresent() ? Amount.ZERO : suggestedTip(base, services.mempoolSize().get());
    Amount offered = tip.compareTo(quote.tip()) > 0 ? tip : quote.tip();
    Amount suggested = base.mulDivCeil(HEADROOM, 1).saturatingPlus(offered);
    return new FeeEstimate(quote, bytes, suggested, tip);
  }

  /// Nothing while the pool has room; then rising with its fill to the transaction's own base fee.
  private static Amount suggestedTip(Amount base, MempoolSize size) {
    long percent =
        Math.max(
            percent(size.transactions(), size.maxTransactions()),
            percent(size.bytes(), size.maxBytes()));
    return percent < CROWDED_PERCENT ? Amount.ZERO : base.mulDivCeil(Math.min(percent, 100), 100);
  }

  private static long percent(long part, long whole) {
    return whole <= 0 ? 0 : part * 100 / whole;
  }

  private static int envelopeSize(Bytes body) {
    return TransactionCodec.encodeEnvelope(body, SignatureScheme.EIP712, ANY_SIGNATURE).size();
  }

  private static Signature anySignature() {
    byte[] bytes = new byte[Signature.SIZE];
    bytes[31] = 1;
    bytes[63] = 1;
    bytes[64] = 27;
    return Signature.of(Bytes.wrap(bytes));
  }
}
