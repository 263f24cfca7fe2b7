/// Tests of the devnet's parts.
@NullMarked
package weft.cli.devnet;

import org.jspecify.annotations.NullMarked;
