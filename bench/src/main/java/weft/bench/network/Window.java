package weft.bench.network;

import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// The measured part of a load: waits out the warm-up, then the time, and takes what lies between.
///
/// @param offered how many transactions were sent in it
record Window(double seconds, List<Blocks.Block> blocks, ProcessorTime processor, double offered) {

  static Window over(Load load, Blocks blocks, Supplier<ProcessorTime> processor, LongSupplier sent)
      throws InterruptedException {
    Thread.sleep(load.warmUpSeconds() * 1_000L);
    long beginNs = System.nanoTime();
    int firstBlock = blocks.count();
    ProcessorTime before = processor.get();
    long sentBefore = sent.getAsLong();
    Thread.sleep(load.seconds() * 1_000L);
    double seconds = (System.nanoTime() - beginNs) / 1e9;
    return new Window(
        seconds,
        blocks.range(firstBlock, blocks.count()),
        processor.get().minus(before),
        (double) sent.getAsLong() - sentBefore);
  }
}
