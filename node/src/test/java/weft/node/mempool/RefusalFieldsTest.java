package weft.node.mempool;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import weft.primitives.Address;
import weft.primitives.PrivateKey;
import weft.protocol.refusal.Refusal;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.SignatureScheme;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.TransactionSigner;
import weft.protocol.wire.SignedTransaction;
import weft.protocol.wire.TransactionBody;

/// A client finds what to change, whichever part of the node refused.
final class RefusalFieldsTest {
  private static final PrivateKey ALICE = Signed.key("alice");
  private static final PrivateKey BOB = Signed.key("bob");
  private static final String IN_BODY = "body.";

  private final MempoolFixture fixture = new MempoolFixture(MempoolFixture.small());

  @AfterEach
  void stop() {
    fixture.close();
    assertThat(fixture.faults).isEmpty();
  }

  @Test
  void aRefusalNamesAFieldByItsPathInTheEnvelope() {
    Address sponsor = Signed.key("sponsor").address();
    Signed pending = Signed.by(ALICE);
    fixture.ledger.allowChannels(1);
    fixture.ledger.fund(BOB.address(), 1_500_000);
    fixture.ledger.capSponsorships(1, 1L << 40);
    fixture.accept(pending);
    fixture.accept(Signed.by(BOB));

    requireField("body.sequence", pending.sequence(30).sign());
    requireField("body.channel", pending.nonce(1, 0).sign());
    requireField("body.max_fee", pending.tip(1).sign());
    requireField("body.tip", pending.maxFee(2_000_000).sign());
    requireField("body.fee_asset", pending.payingIn(new AssetId("gold")).tip(1).sign());
    requireField("body.sponsor", pending.sponsoredBy(sponsor).sign());
    requireField("body.account", Signed.by(BOB).sequence(1).sign());
    requireField("body.sponsor", Signed.by(Signed.key("carol")).sponsoredBy(sponsor).sign());
    requireField(
        "signature",
        TransactionSigner.sign(
            Signed.by(Signed.key("dave")).sign().body(), SignatureScheme.EIP191, BOB));
  }

  private void requireField(String path, Transaction transaction) {
    Refusal refusal = fixture.refuse(transaction);
    assertThat(refusal.field()).as("%s", refusal).isEqualTo(path);
    boolean inBody = path.startsWith(IN_BODY);
    Descriptor message =
        inBody ? TransactionBody.getDescriptor() : SignedTransaction.getDescriptor();
    String name = inBody ? path.substring(IN_BODY.length()) : path;
    assertThat(message.findFieldByName(name)).as(path).isNotNull();
  }
}
