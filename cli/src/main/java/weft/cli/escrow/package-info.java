/// Reporting what came of lane blocks, and what of revenue waits for it. May import every floor
/// below, `weft.cli` and `weft.cli.transaction`.
@NullMarked
package weft.cli.escrow;

import org.jspecify.annotations.NullMarked;
