package weft.bench.network;

/// Processor time of a network's processes, all nodes together, in seconds.
///
/// @param application zero where the application is a part of the engine
record ProcessorTime(double application, double engine) {
  ProcessorTime minus(ProcessorTime before) {
    return new ProcessorTime(application - before.application, engine - before.engine);
  }
}
