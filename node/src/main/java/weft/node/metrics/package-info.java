/// Counters and gauges for Prometheus. May import the floors below and `weft.node.mempool`.
@NullMarked
package weft.node.metrics;

import org.jspecify.annotations.NullMarked;
