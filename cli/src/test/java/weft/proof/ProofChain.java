package weft.proof;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import weft.cli.KeyOption.DevelopmentKeys;
import weft.cli.node.NodeSetup;
import weft.ledger.genesis.Genesis;
import weft.node.NodeDirectory;
import weft.node.configuration.Configuration;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.PrivateKey;
import weft.protocol.block.TrustedValidator;
import weft.protocol.refusal.Checked;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.Policy;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.RollupTerms;
import weft.protocol.transaction.Transaction;
import weft.rollup.client.Envelope;
import weft.rollup.client.NodeStatus;
import weft.rollup.client.Submitted;
import weft.rollup.client.TransactionBuilder;
import weft.rollup.client.Trust;
import weft.rollup.client.WeftClient;

/// The chain of these tests: known keys, cheap fees that stay put, two free lanes.
final class ProofChain {
  static final long CHAIN_ID = 8_128;
  static final Amount MAX_FEE = Amount.of(1_000_000_000_000L);
  private static final long LAST_HEIGHT = 30_000;
  private static final long SETTLE_WAIT_MS = 60_000;

  private ProofChain() {}

  /// Makes a node's folder.
  ///
  /// @param parameters over the defaults of these tests
  static NodeDirectory create(Path data, Map<String, String> parameters) {
    NodeDirectory directory = new NodeDirectory(data);
    TreeMap<String, String> all =
        new TreeMap<>(
            Map.of(
                "rollup.bond", "0",
                "fee.byte-target", "67108864",
                "fee.lane-target-permille", "1000",
                "account.max-channels", "65536"));
    all.putAll(parameters);
    NodeSetup.create(
        directory,
        Configuration.defaults(),
        validator ->
            new Genesis(
                CHAIN_ID,
                "weft-proof",
                1_700_000_000_000L,
                validator,
                NodeSetup.ASSET,
                List.of(),
                NodeSetup.developmentBalances(),
                List.of(account(0).address()),
                1,
                all));
    return directory;
  }

  static Trust trusted(NodeDirectory directory) {
    return Trust.of(new TrustedValidator(CHAIN_ID, directory.genesis().validator()));
  }

  static PrivateKey account(int number) {
    return DevelopmentKeys.account(number);
  }

  static TransactionBuilder transaction(long channel, long sequence) {
    return new TransactionBuilder(CHAIN_ID, NodeSetup.ASSET)
        .nonce(channel, sequence)
        .lastHeight(LAST_HEIGHT)
        .maxFee(MAX_FEE);
  }

  static Envelope submission(
      PrivateKey key, long channel, long sequence, RollupId rollup, Bytes payload) {
    Transaction signed = transaction(channel, sequence).submit(rollup, payload).sign(key);
    return Envelope.of(signed);
  }

  static Action register(RollupId rollup, PrivateKey payee, long maxBytesPerBlock) {
    return new Action.RegisterRollup(
        rollup,
        new RollupTerms(
            payee.address(),
            Policy.FIRST_COME,
            List.of(),
            maxBytesPerBlock,
            "",
            Optional.empty(),
            List.of()));
  }

  /// Registers rollups as account 0 and waits until they are there.
  static void registerAll(WeftClient client, long maxBytesPerBlock, RollupId... rollups)
      throws Exception {
    for (int i = 0; i < rollups.length; i++) {
      Transaction signed =
          transaction(0, i)
              .action(register(rollups[i], account(0), maxBytesPerBlock))
              .sign(account(0));
      Submitted answer = client.transactions().submit(signed);
      if (!answer.isTaken()) {
        throw new AssertionError("registration: " + answer);
      }
    }
    RollupId last = rollups[rollups.length - 1];
    Poll.require(
        "registered rollups",
        SETTLE_WAIT_MS,
        () -> client.chain().rollup(last) instanceof Checked.Ok<?>);
  }

  /// Waits until nothing is pending.
  static void awaitSettled(WeftClient client) throws Exception {
    Poll.require(
        "an empty mempool",
        SETTLE_WAIT_MS,
        () ->
            client.chain().nodeStatus() instanceof Checked.Ok<NodeStatus>(NodeStatus status)
                && status.mempoolTransactions() == 0);
  }
}
