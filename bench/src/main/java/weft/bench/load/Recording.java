package weft.bench.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/// A Flight Recorder file of a measured node with samples of processor time, native code included
/// (`jdk.CPUTimeSample`, JEP 509, Linux).
public record Recording(Path file) {
  private static final String SAMPLE = "jdk.CPUTimeSample";

  /// Where processor time went.
  ///
  /// @param part the Weft package nearest to the processor, or a library's thread
  /// @param share of all samples, 0 to 1
  public record Part(String part, double share) {}

  /// What the node's process is started with to write the file when it ends.
  String argument() {
    return "-XX:StartFlightRecording:settings=none,dumponexit=true"
        + ",+%s#enabled=true,+%s#throttle=10ms,filename=%s".formatted(SAMPLE, SAMPLE, file);
  }

  /// The parts by their share, largest first; empty where this machine takes no such samples.
  public List<Part> parts() throws IOException {
    Map<String, Long> counts = new HashMap<>();
    long all = 0;
    try (RecordingFile events = new RecordingFile(file)) {
      while (events.hasMoreEvents()) {
        RecordedEvent event = events.readEvent();
        if (event.getEventType().getName().equals(SAMPLE)) {
          counts.merge(part(event), 1L, Long::sum);
          all++;
        }
      }
    }
    List<Part> parts = new ArrayList<>();
    for (Map.Entry<String, Long> entry : counts.entrySet()) {
      parts.add(new Part(entry.getKey(), entry.getValue() / (double) all));
    }
    parts.sort((a, b) -> Double.compare(b.share(), a.share()));
    return parts;
  }

  private static String part(RecordedEvent sample) {
    if (sample.getStackTrace() != null) {
      for (RecordedFrame frame : sample.getStackTrace().getFrames()) {
        String type = frame.getMethod().getType().getName();
        if (type.startsWith("weft.")) {
          return type.substring(0, type.lastIndexOf('.'));
        }
      }
    }
    RecordedThread thread = sample.getThread("eventThread");
    String name = thread == null || thread.getJavaName() == null ? "JVM" : thread.getJavaName();
    return "thread " + name.replaceAll("[-#0-9]+$", "");
  }
}
