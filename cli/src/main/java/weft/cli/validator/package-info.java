/// A network's validators and what they attest. May import every floor below, `weft.cli` and
/// `weft.cli.transaction`.
@NullMarked
package weft.cli.validator;

import org.jspecify.annotations.NullMarked;
