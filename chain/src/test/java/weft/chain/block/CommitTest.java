package weft.chain.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import weft.chain.fixture.TestNet;
import weft.chain.fixture.TestTransactions;
import weft.chain.store.CommittedBlock;
import weft.chain.store.InMemoryChainStore;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.primitives.Sha256;
import weft.protocol.block.AnchorVerifier;
import weft.protocol.block.BlockHeader;
import weft.protocol.block.Commit;
import weft.protocol.block.TrustedValidator;
import weft.protocol.block.VerifiedAnchor;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.VerifiedTransaction;
import weft.protocol.verdict.Verdict;

/// Rules EXEC-15 to EXEC-17 of docs/protocol/blocks-execution.md.
final class CommitTest {
  private static final Hash32 OTHER = Sha256.hash();

  private final TestNet net = TestNet.of(2);
  private final InMemoryChainStore store = new InMemoryChainStore();
  private final Chain chain = net.open(store);
  private final ExecutedBlock block =
      TestNet.propose(chain, List.of(transfer()).iterator()).block();
  private final BlockHeader header = TestNet.header(chain, block);

  @Test
  void theAnchorProvesThePreambleToAnybodyWhoTrustsTheValidator() {
    CommittedBlock committed = chain.commit(block, header, TestNet.vote(block, header));
    TrustedValidator trusted =
        new TrustedValidator(TestTransactions.CHAIN_ID, TestNet.VALIDATOR.address());
    assertThat(AnchorVerifier.verify(committed.seal().anchor().orElseThrow(), trusted))
        .isEqualTo(
            Verdict.valid(
                new VerifiedAnchor(
                    header.chainId(),
                    header.height(),
                    header.timeMs(),
                    header.hash(),
                    block.preamble().lanesRoot(),
                    block.preamble().laneCount(),
                    block.appHash())));
    assertThat(chain.head()).isEqualTo(committed.head());
    assertThat(committed.head().appHash()).isEqualTo(block.appHash());
  }

  @Test
  void blocksFormAChain() {
    CommittedBlock first = chain.commit(block, header, TestNet.vote(block, header));
    CommittedBlock second = TestNet.step(chain);
    assertThat(second.header().parentHash()).isEqualTo(first.blockHash());
    assertThat(second.header().appHash()).isEqualTo(first.appHash());
    assertThat(second.header().height()).isEqualTo(2);
  }

  @Test
  void refusesAnotherHeader() {
    long id = header.chainId();
    long height = header.height();
    long time = header.timeMs();
    Hash32 parent = header.parentHash();
    Hash32 data = header.dataHash();
    Hash32 app = header.appHash();
    Address proposer = header.proposer();
    Address other = net.account(0).address();
    for (BlockHeader wrong :
        List.of(
            new BlockHeader(id + 1, height, time, parent, data, app, proposer),
            new BlockHeader(id, height + 1, time, parent, data, app, proposer),
            new BlockHeader(id, height, time + 1, parent, data, app, proposer),
            new BlockHeader(id, height, time, OTHER, data, app, proposer),
            new BlockHeader(id, height, time, parent, OTHER, app, proposer),
            new BlockHeader(id, height, time, parent, data, block.appHash(), proposer),
            new BlockHeader(id, height, time, parent, data, app, other))) {
      assertRefused(wrong, TestNet.vote(block, wrong), "header");
    }
  }

  @Test
  void refusesAnotherVote() {
    Commit right = TestNet.vote(block, header);
    assertRefused(header, new Commit(OTHER, right.signature()), "state root");
    Commit stranger = new Commit(block.appHash(), net.account(0).sign(header.hash()));
    assertRefused(header, stranger, "validator");
  }

  @Test
  void refusesABlockOverAnOldHead() {
    TestNet.step(chain);
    assertRefused(header, TestNet.vote(block, header), "header");
  }

  private void assertRefused(BlockHeader wrong, Commit vote, String reason) {
    int before = store.blocks().size();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> chain.commit(block, wrong, vote))
        .withMessageContaining(reason);
    assertThat(store.blocks()).hasSize(before);
  }

  private VerifiedTransaction transfer() {
    return TestTransactions.plain()
        .sign(
            net.account(0),
            new Nonce(0, 0),
            new Action.Transfer(net.account(1).address(), TestTransactions.WEFT, Amount.of(7)));
  }
}
