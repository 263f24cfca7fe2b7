/// Making and showing keys. May import every floor below and `weft.cli`.
@NullMarked
package weft.cli.key;

import org.jspecify.annotations.NullMarked;
