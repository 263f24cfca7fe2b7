/// Lines with colours, and the terminal that they are drawn on. May import `weft.cli`.
@NullMarked
package weft.cli.screen;

import org.jspecify.annotations.NullMarked;
