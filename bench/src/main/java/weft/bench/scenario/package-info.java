/// One class per question that the benchmark answers. May import `weft.bench.load` and what that
/// may.
@NullMarked
package weft.bench.scenario;

import org.jspecify.annotations.NullMarked;
