/// Tests of state proofs and their verifiers.
@NullMarked
package weft.protocol.state;

import org.jspecify.annotations.NullMarked;
