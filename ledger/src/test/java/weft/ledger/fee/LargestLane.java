package weft.ledger.fee;

import java.util.Collections;
import java.util.List;
import weft.ledger.fixture.TestAccount;
import weft.ledger.fixture.TestChain;
import weft.ledger.fixture.TestTransaction;
import weft.ledger.parameter.Parameter;
import weft.ledger.rules.BlockTerms;
import weft.ledger.rules.BlockUsage;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.TransactionLimits;

/// The largest lane that the default parameters allow, filled in one block by transactions with as
/// much around their payloads as there can be.
final class LargestLane {
  static final long CAP = Long.parseLong(Parameter.ROLLUP_MAX_BYTES_PER_BLOCK.defaultValue());

  private static final TestAccount ACCOUNT = TestAccount.of("attacker");
  private static final BlockTerms TERMS =
      new BlockTerms(new TestChain(TestChain.genesis(List.of(ACCOUNT))).state(), 1);

  private LargestLane() {}

  /// The block's base fee after it.
  static Amount baseFeeAfterFilling(int payloadsPerTransaction, int payloadBytes) {
    long payloads = Math.min(BlockUsage.MAX_LANE_PAYLOADS, Math.ceilDiv(CAP, (long) payloadBytes));
    long transactions = Math.ceilDiv(payloads, payloadsPerTransaction);
    return TERMS
        .baseFeeAfter(transactions * envelopeBytes(payloadsPerTransaction, payloadBytes))
        .perByte();
  }

  /// Each field as long as it can be, a sponsor rather than a tip, which is shorter; bundles, which
  /// name the rollup with each payload; and as many of them as hold the payloads.
  private static int envelopeBytes(int payloads, int payloadBytes) {
    TestTransaction transaction =
        TestTransaction.from(ACCOUNT)
            .chainId(TransactionLimits.MAX_CHAIN_ID)
            .nonce(Long.MAX_VALUE, Long.MAX_VALUE)
            .lastHeight(Long.MAX_VALUE)
            .lastTimeMs(Long.MAX_VALUE)
            .feeAsset(new AssetId("a".repeat(16)))
            .maxFee(Amount.MAX)
            .sponsor(ACCOUNT);
    Action.BundleEntry entry =
        new Action.BundleEntry(
            RollupId.of("r".repeat(32)),
            new Payload(Bytes.wrap(new byte[payloadBytes]), Long.MAX_VALUE));
    int bundles = Math.min(payloads, TransactionLimits.MAX_ACTIONS);
    for (int i = 0; i < bundles; i++) {
      transaction.action(new Action.Bundle(Collections.nCopies(payloads / bundles, entry)));
    }
    return transaction.sign().transaction().size();
  }
}
