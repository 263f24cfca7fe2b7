/// Following, showing, proving and verifying lanes. May import every floor below and `weft.cli`.
@NullMarked
package weft.cli.lane;

import org.jspecify.annotations.NullMarked;
