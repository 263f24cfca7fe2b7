package weft.chain.block;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import weft.chain.fixture.TestNet;
import weft.chain.fixture.TestRollups;
import weft.chain.fixture.TestTransactions;
import weft.chain.store.InMemoryChainStore;
import weft.ledger.execution.BlockContext;
import weft.ledger.market.ParsedModules;
import weft.ledger.state.StateChanges;
import weft.ledger.tree.StateTree;
import weft.ledger.tree.TreeUpdate;
import weft.primitives.Bytes;
import weft.protocol.block.Preamble;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.Policy;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.VerifiedTransaction;

/// Where the time of a block goes: run `main`, one line for each run.
final class BlockSpeed {
  private static final int TRANSACTIONS = 5_000;
  private static final int PAYLOAD_BYTES = 256;

  private BlockSpeed() {}

  public static void main(String[] arguments) {
    int accounts = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 500;
    int rollups = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
    int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 25;
    TestNet net = TestNet.of(accounts);
    InMemoryChainStore store = InMemoryChainStore.unaudited();
    Chain chain = net.open(store);
    List<RollupId> lanes = new ArrayList<>();
    for (int i = 0; i < rollups; i++) {
      RollupId lane = RollupId.of("lane-" + i);
      lanes.add(lane);
      Policy policy = i % 2 == 0 ? Policy.FIRST_COME : Policy.PRIORITY;
      TestNet.step(
          chain,
          TestTransactions.plain()
              .sign(
                  net.account(0),
                  new Nonce(1, i),
                  TestRollups.register(lane, TestRollups.terms(policy, 16_000_000))));
    }
    System.out.println("accounts " + accounts + ", rollups " + rollups + "; ms per block");
    System.out.println("propose | execute lanes roots end tree | changes pages commit");
    for (int round = 0; round < rounds; round++) {
      round(net, chain, store, lanes, round);
    }
  }

  private static void round(
      TestNet net, Chain chain, InMemoryChainStore store, List<RollupId> lanes, int round) {
    List<VerifiedTransaction> transactions = new ArrayList<>(TRANSACTIONS);
    int perAccount = TRANSACTIONS / net.accounts();
    for (int i = 0; i < TRANSACTIONS; i++) {
      int account = i % net.accounts();
      long sequence = (long) round * perAccount + i / net.accounts();
      Payload payload = Payload.of(Bytes.wrap(new byte[PAYLOAD_BYTES - 140]));
      transactions.add(
          TestTransactions.plain()
              .withTip(i % 97)
              .sign(
                  net.account(account),
                  new Nonce(0, sequence),
                  new Action.Submit(lanes.get(i % lanes.size()), List.of(payload))));
    }
    long t0 = cpuNanos();
    BlockContext context =
        new BlockContext(
            chain.head().height() + 1, chain.head().timeMs() + 100, TestNet.VALIDATOR.address());
    BlockDraft draft =
        new BlockDraft(store.state(), context, Optional.empty(), new ParsedModules());
    for (VerifiedTransaction transaction : transactions) {
      draft.add(transaction).ifPresent(refusal -> System.out.println(refusal));
    }
    long t1 = cpuNanos();
    LaneAssembly assembly = draft.lanes();
    Preamble preamble = draft.preamble(assembly);
    long t2 = cpuNanos();
    EntryTree.of(draft.entryHashes(preamble.encode()));
    long t3 = cpuNanos();
    StateChanges changes = draft.end(assembly);
    long t4 = cpuNanos();
    TreeUpdate tree =
        StateTree.apply(store.treeNodes(), chain.head().appHash(), StateTrees.changes(changes));
    long t5 = cpuNanos();
    Proposal proposal = TestNet.propose(chain, transactions.iterator());
    long t6 = cpuNanos();
    TestNet.commit(chain, proposal.block().candidate());
    long t7 = cpuNanos();
    System.out.printf(
        Locale.ROOT,
        "%.1f | %.1f %.1f %.1f %.1f %.1f | %d %d %.1f%n",
        ms(t5, t6),
        ms(t0, t1),
        ms(t1, t2),
        ms(t2, t3),
        ms(t3, t4),
        ms(t4, t5),
        changes.entries().size(),
        tree.writes().size(),
        ms(t6, t7));
  }

  /// Of this thread alone, so that a busy machine does not show.
  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static double ms(long from, long to) {
    return (to - from) / 1e6;
  }
}
