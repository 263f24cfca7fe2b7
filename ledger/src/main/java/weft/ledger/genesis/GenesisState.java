package weft.ledger.genesis;

import java.util.SortedMap;
import java.util.TreeMap;
import weft.ledger.parameter.ConversionRate;
import weft.ledger.parameter.Parameters;
import weft.ledger.state.BaseFeeRecord;
import weft.ledger.state.ChainRecord;
import weft.ledger.state.GovernanceRecord;
import weft.ledger.state.StateChanges;
import weft.ledger.state.StateOverlay;
import weft.ledger.state.StateWriter;
import weft.primitives.Amount;
import weft.protocol.transaction.AssetId;

/// Writes the first state.
final class GenesisState {
  private GenesisState() {}

  static StateChanges of(Genesis genesis) {
    StateOverlay overlay = new StateOverlay(key -> null);
    StateWriter state = new StateWriter(overlay);
    state.chain(
        new ChainRecord(
            genesis.chainId(), genesis.hash(), genesis.defaultAsset(), genesis.validator()));
    state.governance(new GovernanceRecord(genesis.governanceThreshold(), genesis.governance()));
    genesis.parameters().forEach(state::parameter);
    for (Genesis.AssetRate rate : genesis.assets()) {
      state.parameter(
          ConversionRate.parameterOf(rate.asset()),
          new ConversionRate(rate.numerator(), rate.denominator()).toString());
    }
    SortedMap<AssetId, Amount> supplies = new TreeMap<>();
    for (Genesis.Balance balance : genesis.balances()) {
      state.balance(balance.account(), balance.asset(), balance.amount());
      supplies.merge(balance.asset(), balance.amount(), Amount::plus);
    }
    for (GenesisValidator validator : genesis.validators()) {
      supplies.merge(genesis.defaultAsset(), validator.bond(), Amount::plus);
    }
    supplies.forEach(state::supply);
    if (genesis.isNetwork()) {
      GenesisNetwork.write(state, genesis.validators());
    }
    state.baseFee(new BaseFeeRecord(1, Parameters.read(state.reader()).minBaseFeePerByte()));
    return overlay.changes();
  }
}
