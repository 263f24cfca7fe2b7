/// Tests of the judgement about auctions, with each part falsified.
@NullMarked
package weft.chain.audit;

import org.jspecify.annotations.NullMarked;
