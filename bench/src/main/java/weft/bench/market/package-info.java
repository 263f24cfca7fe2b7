/// Measures the market: auctions of several kinds, made by fixed seeds, on one thread.
@NullMarked
package weft.bench.market;

import org.jspecify.annotations.NullMarked;
