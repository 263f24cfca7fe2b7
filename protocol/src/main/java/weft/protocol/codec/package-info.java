/// Domain records to and from the generated wire types: the only package that imports
/// `weft.protocol.wire`. May import all other packages of this module. Reading from the wire is
/// strict: what does not fit a domain record is a `MalformedException` that names the field.
@NullMarked
package weft.protocol.codec;

import org.jspecify.annotations.NullMarked;
