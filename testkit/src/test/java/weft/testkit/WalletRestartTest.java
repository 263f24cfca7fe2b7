package weft.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.PrivateKey;
import weft.protocol.status.TransactionState;
import weft.protocol.transaction.Action;
import weft.rollup.client.Sent;
import weft.rollup.client.Submitted;
import weft.rollup.client.Wallet;
import weft.rollup.client.WalletConfig;
import weft.rollup.client.WeftClient;

/// A wallet that is opened anew while no block is made.
final class WalletRestartTest {
  private static final PrivateKey ALICE = PrivateKey.fromSeed(Bytes.utf8("alice"));
  private static final WalletConfig CHANNELS = WalletConfig.defaults().withChannels(2);
  private static final int PENDING = 6;

  @RegisterExtension final WeftExtension extension = WeftExtension.inMemory();

  @Test
  void goesOnBehindWhatWaitsInAChannelThatNoBlockHasSeen() throws Exception {
    TestWeft weft = extension.weft();
    weft.faucet().fund(ALICE.address(), 1_000_000_000_000_000L);
    WeftClient client = weft.connect();
    try (Wallet before = Wallet.open(client, ALICE, CHANNELS)) {
      for (int i = 0; i < PENDING; i++) {
        assertThat(send(weft, before).outcome()).isInstanceOf(Submitted.Accepted.class);
      }
    }
    try (Wallet after = Wallet.open(client, ALICE, CHANNELS)) {
      Sent sent = send(weft, after);
      assertThat(sent.outcome()).isInstanceOf(Submitted.Accepted.class);
      assertThat(sent.transaction().body().nonce().sequence()).isEqualTo(PENDING);
      assertThat(weft.produceBlock().transactions()).hasSize(PENDING + 1);
      assertThat(sent.settled().get(30, TimeUnit.SECONDS).state()).isEqualTo(TransactionState.SOFT);
    }
  }

  private static Sent send(TestWeft weft, Wallet wallet) throws InterruptedException {
    return wallet.send(
        1,
        List.of(new Action.Transfer(weft.faucet().key().address(), TestWeft.ASSET, Amount.of(1))));
  }
}
