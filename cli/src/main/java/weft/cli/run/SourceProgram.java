package weft.cli.run;

import java.io.IOException;
import java.io.Writer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import weft.cli.CliException;

/// A program that was compiled from one source file, against this process's class path.
final class SourceProgram {
  private static final String SUFFIX = ".java";
  private static final String CODE = "source";

  private final Method main;

  private SourceProgram(Method main) {
    this.main = main;
  }

  /// @param messages takes what the compiler has to say
  /// @throws CliException if it does not compile, or has no main method
  static SourceProgram compile(Path file, Writer messages) throws IOException {
    String fileName = file.toAbsolutePath().normalize().getFileName().toString();
    if (!fileName.endsWith(SUFFIX)) {
      throw CliException.usage(file + " is no Java source file", "Name a file that ends in .java.");
    }
    @Nullable JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new CliException(
          CODE, "this Java has no compiler", "Install a JDK 25, or point JAVA_HOME at one.");
    }
    try (StandardJavaFileManager files =
            compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
        MemoryClasses classes = new MemoryClasses(files)) {
      boolean isCompiled =
          compiler
              .getTask(messages, classes, null, options(file), null, files.getJavaFileObjects(file))
              .call();
      messages.flush();
      if (!isCompiled) {
        throw new CliException(
            CODE, file + " does not compile", "Correct what the compiler says, and run it again.");
      }
      String className = fileName.substring(0, fileName.length() - SUFFIX.length());
      return new SourceProgram(mainOf(classes.load(className), file, className));
    }
  }

  private static List<String> options(Path file) {
    return List.of(
        "-classpath",
        System.getProperty("java.class.path"),
        "-sourcepath",
        String.valueOf(file.toAbsolutePath().normalize().getParent()),
        "-proc:none");
  }

  private static Method mainOf(@Nullable Class<?> type, Path file, String className) {
    if (type == null) {
      throw new CliException(
          CODE, file + " declares no class " + className, "Name the class as its file.");
    }
    try {
      Method main = type.getDeclaredMethod("main", String[].class);
      if (Modifier.isStatic(main.getModifiers())) {
        main.setAccessible(true);
        return main;
      }
    } catch (NoSuchMethodException e) {
      // Said below.
    }
    throw new CliException(
        CODE,
        className + " has no main method",
        "Declare one: public static void main(String[] arguments)");
  }

  /// Runs the main method on this thread.
  void run(List<String> arguments) throws Exception {
    Thread.currentThread().setContextClassLoader(main.getDeclaringClass().getClassLoader());
    try {
      main.invoke(null, (Object) arguments.toArray(String[]::new));
    } catch (InvocationTargetException e) {
      switch (e.getCause()) {
        case Exception own -> throw own;
        case Error own -> throw own;
        case null, default -> throw e;
      }
    }
  }
}
