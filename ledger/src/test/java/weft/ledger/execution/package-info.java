@NullMarked
package weft.ledger.execution;

import org.jspecify.annotations.NullMarked;
