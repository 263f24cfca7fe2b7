/// Stable reasons for saying no, the same in code, on the wire, in the command line and in docs.
/// May import `weft.primitives`.
@NullMarked
package weft.protocol.refusal;

import org.jspecify.annotations.NullMarked;
