package weft.ledger.execution;

import weft.primitives.Address;

/// What a block's transactions are executed against besides the state.
public record BlockContext(long height, long timeMs, Address proposer) {}
