package weft.chain.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import weft.chain.block.Proposal;
import weft.chain.fixture.AgreeingChains;
import weft.chain.fixture.TestNetwork;
import weft.chain.fixture.TestRollups;
import weft.chain.fixture.TestTransactions;
import weft.ledger.genesis.Genesis;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.PrivateKey;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.Policy;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.RollupTerms;
import weft.protocol.transaction.TransactionLimits;
import weft.protocol.transaction.VerifiedTransaction;

/// The lesser findings of the audits of Astria's sequencer that can be asked of this chain, each by
/// its name; [PastIncidentsTest] has those that were about state between calls. Those about its
/// bridge and its relayer have nothing here yet that they could be asked of.
final class AuditFindingsTest {
  private static final int MAX_BLOCK_BYTES = 65_536;

  private final TestNetwork network =
      TestNetwork.of(List.of(10L), 3, Map.of("block.max-bytes", "" + MAX_BLOCK_BYTES));

  @Test
  void zeroTransfers() {
    assertUnsignable(
        new Action.Transfer(network.account(2).address(), TestTransactions.WEFT, Amount.ZERO),
        "amount");
  }

  @Test
  void unboundedAssetList() {
    List<AssetId> assets =
        IntStream.rangeClosed(0, TransactionLimits.MAX_FEE_ASSETS)
            .mapToObj(i -> new AssetId("asset" + (char) ('a' + i)))
            .toList();
    assertUnsignable(
        TestRollups.register(
            RollupId.of("greedy"),
            new RollupTerms(
                network.account(1).address(),
                Policy.FIRST_COME,
                assets,
                1_000,
                "",
                Optional.empty(),
                List.of())),
        "accepted_fee_assets");
  }

  /// Nothing is minted later: all that there will ever be stands in the genesis.
  @Test
  void mintOverflow() {
    Genesis sound = network.genesis();
    List<Genesis.Balance> balances = new ArrayList<>(sound.balances());
    PrivateKey rich = PrivateKey.fromSeed(Bytes.utf8("rich"));
    balances.add(new Genesis.Balance(rich.address(), TestTransactions.WEFT, Amount.MAX));
    Genesis overflowing =
        new Genesis(
            sound.chainId(),
            sound.chainName(),
            sound.timeMs(),
            sound.validator(),
            sound.defaultAsset(),
            sound.assets(),
            balances,
            sound.governance(),
            sound.governanceThreshold(),
            sound.parameters(),
            sound.validators());
    assertThat(sound.problems()).isEmpty();
    assertThat(overflowing.problems()).singleElement().asString().contains("at most 2^127 - 1");
  }

  /// What fits no block does not wait for one: its sender hears why.
  @Test
  void oversizeTransactionsAreRejectedSilently() {
    AgreeingChains chains = new AgreeingChains(network);
    chains.step(sign(0, 0, TestRollups.registrations(network.account(0))));
    VerifiedTransaction tooLarge = submit(1, MAX_BLOCK_BYTES);
    VerifiedTransaction other = submit(2, 100);
    Proposal proposal = chains.proposer().propose(chains.request(tooLarge, other));
    assertThat(proposal.block().transactions()).hasSize(1);
    assertThat(proposal.dropped())
        .singleElement()
        .satisfies(
            dropped -> {
              assertThat(dropped.transactionHash()).isEqualTo(tooLarge.hash());
              assertThat(dropped.refusal().code()).isEqualTo(RefusalCode.TRANSACTION_TOO_LARGE);
            });
  }

  private VerifiedTransaction submit(int account, int bytes) {
    return sign(
        account,
        0,
        new Action.Submit(
            TestRollups.FIRST_COME, List.of(Payload.of(Bytes.wrap(new byte[bytes])))));
  }

  private VerifiedTransaction sign(int account, long sequence, Action... actions) {
    return TestTransactions.plain().sign(network.account(account), new Nonce(0, sequence), actions);
  }

  private void assertUnsignable(Action action, String field) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sign(1, 0, action))
        .withMessageContaining(field);
  }
}
