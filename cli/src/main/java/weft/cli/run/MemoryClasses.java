package weft.cli.run;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import org.jspecify.annotations.Nullable;

/// Keeps compiled classes in memory, so that nothing is left behind however the program ends.
final class MemoryClasses extends ForwardingJavaFileManager<StandardJavaFileManager> {
  /// By binary name.
  private final Map<String, ByteArrayOutputStream> classes = new ConcurrentHashMap<>();

  MemoryClasses(StandardJavaFileManager sources) {
    super(sources);
  }

  @Override
  public JavaFileObject getJavaFileForOutput(
      JavaFileManager.Location location,
      String className,
      JavaFileObject.Kind kind,
      FileObject sibling) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    classes.put(className, bytes);
    URI name = URI.create("memory:///" + className.replace('.', '/') + kind.extension);
    return new SimpleJavaFileObject(name, kind) {
      @Override
      public OutputStream openOutputStream() {
        return bytes;
      }
    };
  }

  /// The class of a simple name, in whatever package; null if there is none.
  @Nullable Class<?> load(String simpleName) {
    for (String className : classes.keySet()) {
      if (className.equals(simpleName) || className.endsWith("." + simpleName)) {
        try {
          return new Loader().loadClass(className);
        } catch (ClassNotFoundException e) {
          throw new IllegalStateException("a compiled class is gone", e);
        }
      }
    }
    return null;
  }

  private final class Loader extends ClassLoader {
    Loader() {
      super(MemoryClasses.class.getClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      ByteArrayOutputStream bytes = classes.get(name);
      if (bytes == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, bytes.toByteArray(), 0, bytes.size());
    }
  }
}
