/// A network on this machine, each node a process of its own, with traffic, perturbations and a
/// live view. May import every floor below, `weft.cli`, `weft.cli.node` and `weft.cli.market`.
@NullMarked
package weft.cli.testnet;

import org.jspecify.annotations.NullMarked;
