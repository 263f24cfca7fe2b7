@NullMarked
package weft.cli.testnet;

import org.jspecify.annotations.NullMarked;
