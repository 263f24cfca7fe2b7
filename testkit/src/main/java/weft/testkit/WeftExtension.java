package weft.testkit;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Starts a Weft for each test and stops it afterwards:
///
/// ```java
/// @RegisterExtension final WeftExtension weft = WeftExtension.inMemory();
/// ```
public final class WeftExtension implements BeforeEachCallback, AfterEachCallback {
  private final Supplier<TestWeft> start;
  private @Nullable TestWeft running;

  private WeftExtension(Supplier<TestWeft> start) {
    this.start = start;
  }

  public static WeftExtension inMemory() {
    return new WeftExtension(TestWeft::inMemory);
  }

  /// A Weft started in the given way, such as `() -> TestWeft.durable(folder)`.
  public static WeftExtension startedBy(Supplier<TestWeft> start) {
    return new WeftExtension(start);
  }

  /// The Weft of the test that runs.
  ///
  /// @throws IllegalStateException outside a test
  public TestWeft weft() {
    TestWeft weft = running;
    if (weft == null) {
      throw new IllegalStateException("a Weft runs only during a test");
    }
    return weft;
  }

  /// Stops the Weft of the test and starts it again in the same way: a durable one goes on where it
  /// was, one in memory begins anew. Clients are to be connected again.
  public TestWeft restart() {
    weft().close();
    TestWeft again = start.get();
    running = again;
    return again;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    running = start.get();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    TestWeft weft = running;
    running = null;
    if (weft != null) {
      weft.close();
    }
  }
}
