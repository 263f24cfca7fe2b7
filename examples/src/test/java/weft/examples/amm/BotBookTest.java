package weft.examples.amm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.PrivateKey;
import weft.rollup.FakeChain;
import weft.rollup.client.Sent;
import weft.rollup.client.Submitted;
import weft.rollup.client.TransactionBuilder;

final class BotBookTest {
  @Test
  void keepsNothingOfATransactionThatTheWalletGaveUp() {
    BotBook book = new BotBook(BotListener.NONE);
    Sent sent =
        new Sent(
            new TransactionBuilder(FakeChain.CHAIN_ID, FakeChain.ASSET)
                .lastHeight(100)
                .maxFee(Amount.of(1_000))
                .submit(AmmFixture.EAST, Bytes.utf8("payload"))
                .sign(PrivateKey.fromSeed(Bytes.utf8("sender"))),
            new Submitted.Unknown("the answer got lost"),
            new CompletableFuture<>());
    book.submitted(sent);
    assertThat(book.timed()).isEqualTo(1);
    sent.settled().cancel(false);
    assertThat(book.timed()).isZero();
  }
}
