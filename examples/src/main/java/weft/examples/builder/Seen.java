package weft.examples.builder;

import weft.examples.amm.PoolState;

/// What a builder sees of one market.
///
/// @param fairMicros what it takes one x to be worth, in millionths of y
/// @param x what it holds there of the pool's first token
/// @param y and of the second
public record Seen(PoolState pool, long fairMicros, long x, long y) {}
