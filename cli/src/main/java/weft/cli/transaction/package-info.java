/// Making, signing, sending and following transactions. May import every floor below and
/// `weft.cli`.
@NullMarked
package weft.cli.transaction;

import org.jspecify.annotations.NullMarked;
