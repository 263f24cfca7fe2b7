/// Registering, changing, closing and sponsoring rollups. May import every floor below,
/// \`weft.cli\` and \`weft.cli.transaction\`.
@NullMarked
package weft.cli.rollup;

import org.jspecify.annotations.NullMarked;
