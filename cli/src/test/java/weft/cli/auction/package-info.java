/// Tests of auctions in files.
@NullMarked
package weft.cli.auction;

import org.jspecify.annotations.NullMarked;
