package weft.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import weft.ledger.genesis.Genesis;
import weft.ledger.genesis.GenesisValidator;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Bytes;
import weft.primitives.PrivateKey;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.Nonce;
import weft.protocol.transaction.Payload;
import weft.protocol.transaction.Policy;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.RollupTerms;
import weft.protocol.transaction.SignatureScheme;
import weft.protocol.transaction.Transaction;
import weft.protocol.transaction.TransactionBody;
import weft.protocol.transaction.TransactionSigner;

/// The chain that is measured: known keys, funded senders, fees that stay put.
public final class BenchChain {
  public static final long CHAIN_ID = 7_777;
  public static final AssetId ASSET = new AssetId("weft");
  public static final int SENDERS = 128;

  /// The largest block of a measured network.
  public static final int NETWORK_BLOCK_BYTES = 4 << 20;

  private static final Amount FUNDS = Amount.of(1_000_000_000_000_000_000L);
  private static final Amount MAX_FEE = Amount.of(1_000_000_000_000_000L);
  private static final long LAST_HEIGHT = 30_000;
  private static final long LANE_CAP_BYTES = 16 << 20;
  private static final int REGISTRATIONS_PER_TRANSACTION = 32;

  private BenchChain() {}

  public static PrivateKey validator() {
    return PrivateKey.fromSeed(Bytes.utf8("weft-bench-validator"));
  }

  public static PrivateKey nodeKey() {
    return PrivateKey.fromSeed(Bytes.utf8("weft-bench-node"));
  }

  public static PrivateKey sender(int index) {
    return PrivateKey.fromSeed(Bytes.utf8("weft-bench-sender-" + index));
  }

  /// Everyone who sends.
  public static List<PrivateKey> senders() {
    return IntStream.range(0, SENDERS).mapToObj(BenchChain::sender).toList();
  }

  /// Owns the rollups.
  public static PrivateKey owner() {
    return PrivateKey.fromSeed(Bytes.utf8("weft-bench-owner"));
  }

  /// A genesis with funded senders, and as many further accounts as asked for.
  public static Genesis genesis(int furtherAccounts) {
    List<Genesis.Balance> balances = new ArrayList<>();
    balances.add(new Genesis.Balance(owner().address(), ASSET, FUNDS));
    for (int i = 0; i < SENDERS; i++) {
      balances.add(new Genesis.Balance(sender(i).address(), ASSET, FUNDS));
    }
    for (int i = 0; i < furtherAccounts; i++) {
      byte[] address = new byte[Address.SIZE];
      address[0] = 1;
      address[16] = (byte) (i >>> 24);
      address[17] = (byte) (i >>> 16);
      address[18] = (byte) (i >>> 8);
      address[19] = (byte) i;
      balances.add(new Genesis.Balance(Address.wrap(address), ASSET, Amount.of(1_000_000)));
    }
    return new Genesis(
        CHAIN_ID,
        "weft-bench",
        1_700_000_000_000L,
        validator().address(),
        ASSET,
        List.of(),
        balances,
        List.of(owner().address()),
        1,
        parameters());
  }

  /// The genesis of a network, with blocks of 4 MiB.
  public static Genesis network(List<GenesisValidator> validators) {
    Genesis alone = genesis(0);
    SortedMap<String, String> parameters = parameters();
    parameters.put("block.max-bytes", String.valueOf(NETWORK_BLOCK_BYTES));
    return new Genesis(
        CHAIN_ID,
        alone.chainName(),
        alone.timeMs(),
        Address.ZERO,
        ASSET,
        List.of(),
        alone.balances(),
        List.of(),
        0,
        parameters,
        validators);
  }

  private static SortedMap<String, String> parameters() {
    TreeMap<String, String> parameters = new TreeMap<>();
    parameters.put("rollup.bond", "0");
    parameters.put("fee.byte-target", "16777216");
    parameters.put("fee.lane-target-permille", "1000");
    parameters.put("rollup.max-bytes-per-block", String.valueOf(LANE_CAP_BYTES));
    return parameters;
  }

  /// The rollups that are loaded.
  public static List<RollupId> rollups(int count) {
    return IntStream.range(0, count).mapToObj(i -> RollupId.of("bench-%04d".formatted(i))).toList();
  }

  /// Signed transactions that register rollups.
  public static List<Transaction> registrations(List<RollupId> rollups) {
    List<Transaction> transactions = new ArrayList<>();
    for (int from = 0; from < rollups.size(); from += REGISTRATIONS_PER_TRANSACTION) {
      int to = Math.min(rollups.size(), from + REGISTRATIONS_PER_TRANSACTION);
      List<Action> actions = new ArrayList<>();
      for (RollupId rollup : rollups.subList(from, to)) {
        actions.add(
            new Action.RegisterRollup(
                rollup,
                new RollupTerms(
                    owner().address(),
                    Policy.FIRST_COME,
                    List.of(),
                    LANE_CAP_BYTES,
                    "",
                    Optional.empty(),
                    List.of())));
      }
      transactions.add(signed(owner(), new Nonce(0, transactions.size()), actions));
    }
    return transactions;
  }

  /// A signed submission.
  public static Transaction submission(
      PrivateKey sender, Nonce nonce, RollupId rollup, Bytes payload) {
    return signed(sender, nonce, List.of(new Action.Submit(rollup, List.of(Payload.of(payload)))));
  }

  /// A signed transaction.
  public static Transaction signed(PrivateKey key, Nonce nonce, List<Action> actions) {
    return TransactionSigner.sign(
        new TransactionBody(
            CHAIN_ID,
            key.address(),
            nonce,
            LAST_HEIGHT,
            0,
            ASSET,
            MAX_FEE,
            Amount.ZERO,
            Optional.empty(),
            actions),
        SignatureScheme.EIP712,
        key);
  }
}
