/// A network of validators on this machine, measured beside the engine's own key-value application
/// under the same engine settings. May import `weft.bench.load` and `weft.bench.scenario` and what
/// these may.
@NullMarked
package weft.bench.network;

import org.jspecify.annotations.NullMarked;
