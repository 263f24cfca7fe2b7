/// `weft module`: registers modules that mechanisms may name, and shows them. May import `weft.cli`
/// and `weft.cli.transaction`.
@NullMarked
package weft.cli.module;

import org.jspecify.annotations.NullMarked;
