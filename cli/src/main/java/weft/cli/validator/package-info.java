/// A network's validators and what they attest. May import every floor below and `weft.cli`.
@NullMarked
package weft.cli.validator;

import org.jspecify.annotations.NullMarked;
