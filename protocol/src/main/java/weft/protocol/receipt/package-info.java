/// A node's signed "I took your transaction at this time". May import `weft.primitives`.
@NullMarked
package weft.protocol.receipt;

import org.jspecify.annotations.NullMarked;
