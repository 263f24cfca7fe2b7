/// Questions about a committed state: accounts, rollups, fees, sponsorships, estimates. May import
/// everything of the ledger.
@NullMarked
package weft.ledger.query;

import org.jspecify.annotations.NullMarked;
