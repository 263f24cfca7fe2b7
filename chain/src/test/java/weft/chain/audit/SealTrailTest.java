package weft.chain.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import weft.chain.fixture.TestMarket;
import weft.chain.fixture.TestNet;
import weft.chain.fixture.TestTransactions;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.PrivateKey;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.SealedBid;

/// Transactions of blocks that were audited one after the other.
final class SealTrailTest {
  private static final Hash32 SALT = Hash32.ZERO;

  private final TestNet net = TestNet.of(3);
  private final PrivateKey ann = net.account(1);
  private final SealTrail trail = new SealTrail();
  private final Action.Bid terms =
      new Action.Bid(
          List.of(TestMarket.EAST),
          List.of(Hash32.ZERO),
          TestTransactions.WEFT,
          Amount.of(5),
          0,
          0,
          Amount.ZERO,
          List.of());

  private List<Bytes> seal(PrivateKey signer) {
    Hash32 commitment = SealedBid.commitment(ann.address(), SALT, terms);
    return signed(signer, new Action.SealBid(commitment, TestTransactions.WEFT, Amount.of(1)));
  }

  private List<Bytes> shown() {
    return signed(ann, terms.sealedWith(SALT));
  }

  private static List<Bytes> signed(PrivateKey signer, Action action) {
    return List.of(
        TestTransactions.plain().sign(signer, new Nonce(9, 0), action).transaction().envelope());
  }

  private List<String> rules(long height, List<Bytes> transactions) {
    return trail.check(height, transactions).stream().map(Deviation::rule).toList();
  }

  @Test
  void aBidWhoseSealIsInABlockBeforeIsFine() {
    assertThat(rules(1, seal(ann))).isEmpty();
    assertThat(rules(2, List.of(Bytes.utf8("no transaction")))).isEmpty();
    assertThat(rules(3, shown())).isEmpty();
  }

  @Test
  void aBidWhoseSealIsInNoBlockIsFound() {
    assertThat(rules(1, List.of())).isEmpty();
    assertThat(rules(2, shown())).containsExactly("BID-30");
    assertThat(rules(3, seal(net.account(2)))).isEmpty();
    assertThat(rules(4, shown())).as("somebody else's seal").containsExactly("BID-30");
    Bytes seal = seal(ann).getFirst();
    assertThat(rules(5, List.of(shown().getFirst(), seal)))
        .as("in its own block")
        .containsExactly("BID-30");
  }

  @Test
  void nothingIsSaidOfBidsNearTheFirstBlock() {
    for (long height = 50; height < 150; height++) {
      assertThat(rules(height, shown())).as("block %s", height).isEmpty();
    }
    assertThat(rules(150, shown())).containsExactly("BID-30");
    assertThat(rules(160, shown())).as("the trail begins anew").isEmpty();
  }

  @Test
  void aSealIsForgottenOnceItsTimeIsOverWhateverTheParameter() {
    rules(1, seal(ann));
    for (long height = 2; height <= 101; height++) {
      rules(height, List.of());
    }
    assertThat(rules(102, shown())).containsExactly("BID-30");
  }
}
