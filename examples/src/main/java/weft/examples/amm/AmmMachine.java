package weft.examples.amm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.primitives.Address;
import weft.primitives.Hash32;
import weft.protocol.lane.LaneEntry;
import weft.rollup.execution.BlockMetadata;
import weft.rollup.execution.Checkpoint;
import weft.rollup.execution.StateMachine;

/// An AMM rollup as a state machine, durable or in memory. Questions see the state after the last
/// whole block; they may come from any thread.
public final class AmmMachine implements StateMachine, AutoCloseable {
  private final AmmConfig config;
  private final @Nullable AmmStore store;
  private final StateTable table = new StateTable();
  private final AmmLedger ledger = new AmmLedger(table);
  private final AmmRules rules;
  private final List<AmmOutcome> outcomes = new ArrayList<>();
  private List<AmmOutcome> lastOutcomes = List.of();

  /// Opens the stored state, or that of genesis.
  ///
  /// @throws IOException if the data directory cannot be opened or holds another genesis
  public AmmMachine(AmmConfig config) throws IOException {
    this.config = config;
    this.rules = new AmmRules(config, ledger);
    this.store =
        config.data().isPresent() ? AmmStore.open(config.data().get(), config.hash()) : null;
    genesis();
    table.commit();
  }

  @Override
  public synchronized Optional<Checkpoint> load() {
    return store == null ? Optional.empty() : store.load(table);
  }

  @Override
  public synchronized void begin(BlockContext block) {
    table.rollback();
    outcomes.clear();
  }

  @Override
  public synchronized Applied apply(LaneEntry entry, BlockContext block) {
    AmmOutcome outcome = rules.apply(entry.data());
    outcomes.add(outcome);
    return switch (outcome) {
      case AmmOutcome.Skipped(String code, String reason) -> Applied.skipped(code, reason);
      case AmmOutcome.Reverted _, AmmOutcome.Swapped _, AmmOutcome.Done _ -> Applied.DONE;
    };
  }

  @Override
  public synchronized Hash32 stateRoot() {
    return table.root();
  }

  @Override
  public synchronized void commit(Checkpoint checkpoint) {
    if (store != null) {
      store.write(table.changes(), checkpoint);
    }
    table.commit();
    lastOutcomes = List.copyOf(outcomes);
  }

  @Override
  public synchronized Optional<BlockMetadata> block(long number) {
    return store == null ? Optional.empty() : store.block(number);
  }

  /// What became of the payloads of the last block, in lane order.
  public synchronized List<AmmOutcome> lastOutcomes() {
    return lastOutcomes;
  }

  public synchronized long balance(Address account, int token) {
    return ledger.committedBalance(account, token);
  }

  /// The lowest nonce that an account may still use.
  public synchronized long nextNonce(Address account) {
    return ledger.committedNextNonce(account);
  }

  public synchronized List<PoolState> pools() {
    List<PoolState> pools = new ArrayList<>();
    for (int id = 0; id < config.pools().size(); id++) {
      AmmConfig.Pool pool = config.pools().get(id);
      AmmLedger.Reserves reserves = ledger.committedReserves(id);
      pools.add(
          new PoolState(
              id,
              config.tokens().get(pool.x()),
              config.tokens().get(pool.y()),
              reserves.x(),
              reserves.y(),
              config.poolFeeBps()));
    }
    return pools;
  }

  @Override
  public synchronized void close() {
    if (store != null) {
      store.close();
    }
  }

  /// Follows from the configuration, so only what changed since is stored.
  private void genesis() {
    for (int id = 0; id < config.pools().size(); id++) {
      AmmConfig.Pool pool = config.pools().get(id);
      ledger.setReserves(id, new AmmLedger.Reserves(pool.reserveX(), pool.reserveY()));
    }
    for (AmmConfig.Balance balance : config.balances()) {
      ledger.credit(balance.account(), balance.token(), balance.amount());
    }
  }
}
