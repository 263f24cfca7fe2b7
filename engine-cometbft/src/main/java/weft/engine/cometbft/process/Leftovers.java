package weft.engine.cometbft.process;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import weft.engine.cometbft.home.EngineHome;

/// Engines of a folder that outlived the Weft that started them. They are known by their command
/// line, which names the folder: a file with a process id would not be written yet, or would be old
/// and name a stranger.
final class Leftovers {
  /// Linux marks a program whose file was replaced since.
  private static final Pattern PROGRAM = Pattern.compile(".*/cometbft( \\(deleted\\))?");

  private Leftovers() {}

  /// The words behind the program that make a process the engine of a folder.
  static List<String> words(EngineHome home) {
    return List.of("node", "--home", home.path().toString());
  }

  static List<ProcessHandle> of(EngineHome home) {
    return ProcessHandle.allProcesses().filter(process -> isEngineOf(process, home)).toList();
  }

  /// Ends them: SIGTERM, and after the time SIGKILL.
  static void end(List<ProcessHandle> processes, long graceMs) throws InterruptedException {
    processes.forEach(ProcessHandle::destroy);
    for (ProcessHandle process : processes) {
      if (!ended(process, graceMs)) {
        process.destroyForcibly();
        ended(process, graceMs);
      }
    }
  }

  private static boolean ended(ProcessHandle process, long waitMs) throws InterruptedException {
    CompletableFuture<ProcessHandle> exit = process.onExit();
    try {
      exit.get(waitMs, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("waiting for process " + process.pid(), e);
    }
  }

  private static boolean isEngineOf(ProcessHandle process, EngineHome home) {
    ProcessHandle.Info info = process.info();
    List<String> words = List.of(info.arguments().orElse(new String[0]));
    List<String> wanted = words(home);
    return info.command().filter(command -> PROGRAM.matcher(command).matches()).isPresent()
        && words.size() >= wanted.size()
        && words.subList(0, wanted.size()).equals(wanted);
  }
}
