/// The `weft` command: one class per subcommand, one package per group. May import every floor
/// below.
@NullMarked
package weft.cli;

import org.jspecify.annotations.NullMarked;
