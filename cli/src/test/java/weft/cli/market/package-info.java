/// Tests of the market's parts.
@NullMarked
package weft.cli.market;

import org.jspecify.annotations.NullMarked;
