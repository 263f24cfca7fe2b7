/// Showing accounts. May import every floor below and `weft.cli`.
@NullMarked
package weft.cli.account;

import org.jspecify.annotations.NullMarked;
