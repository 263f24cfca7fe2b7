/// Changing parameters of the chain. May import every floor below, \`weft.cli\` and
/// \`weft.cli.transaction\`.
@NullMarked
package weft.cli.parameter;

import org.jspecify.annotations.NullMarked;
