package weft.protocol.transaction;

import weft.primitives.Amount;

/// A rollup's gas dimension: the lane's base fee per gas moves so that declared gas per block stays
/// near the target; the sum per lane block never exceeds the cap. The fee goes to the payee.
public record GasTerms(long targetPerBlock, long capPerBlock, Amount minBaseFeePerGas) {}
