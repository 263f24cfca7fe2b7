/// Software upgrades of a network. May import every floor below, `weft.cli`, `weft.cli.transaction`
/// and `weft.cli.validator`.
@NullMarked
package weft.cli.upgrade;

import org.jspecify.annotations.NullMarked;
