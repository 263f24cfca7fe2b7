package weft.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The pure modules give the same bytes on every JVM: no clocks, threads, locks, I/O, randomness,
/// floating point, salted or hash-ordered iteration, default locale or charset.
final class PurityTest {
  /// Those of the floors whose code is pure; a module that is not there yet has no folder.
  private static final List<String> PURE_MODULES =
      Stream.of("primitives", "protocol", "market", "ordering", "ledger", "chain")
          .filter(module -> Files.isDirectory(classes(module)))
          .toList();

  private static final String[] PURE_PACKAGES =
      PURE_MODULES.stream().map(module -> "weft." + module + "..").toArray(String[]::new);
  private static final String WIRE = "weft.protocol.wire..";

  /// Keeps what it computed once per lane in a [ConcurrentHashMap], because a block's transactions
  /// are checked on several threads. It is asked by key only, never gone through; see
  /// [#theOneConcurrentMapIsNeverGoneThrough].
  private static final String BLOCK_TERMS = "weft.ledger.rules.BlockTerms";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(FloorsTest.NO_TEST_JARS)
          .importPackages(PURE_MODULES.stream().map(module -> "weft." + module).toList());

  private static Path classes(String module) {
    return Path.of(System.getProperty("weft.root"), module, "target", "classes", "weft", module);
  }

  @Test
  void everyPureModuleIsRead() {
    assertThat(PURE_MODULES).contains("primitives", "protocol", "market", "ledger", "chain");
    for (String module : PURE_MODULES) {
      assertThat(CLASSES)
          .as(module)
          .anyMatch(type -> type.getPackageName().startsWith("weft." + module));
    }
  }

  @Test
  void noImpureCalls() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE_PACKAGES)
        .and()
        .resideOutsideOfPackage(WIRE)
        .should()
        .accessTargetWhere(DescribedPredicate.describe("is impure", Purity::isImpure))
        .check(CLASSES);
  }

  @Test
  void noImpureTypes() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE_PACKAGES)
        .and()
        .resideOutsideOfPackage(WIRE)
        .should()
        .dependOnClassesThat(DescribedPredicate.describe("are impure", Purity::isImpureType))
        .check(CLASSES.that(DescribedPredicate.describe("", type -> !isBlockTerms(type))));
  }

  private static boolean isBlockTerms(JavaClass type) {
    return type.getName().equals(BLOCK_TERMS);
  }

  @Test
  void theOneConcurrentMapIsNeverGoneThrough() {
    JavaClass terms = CLASSES.get(BLOCK_TERMS);
    assertThat(
            terms.getDirectDependenciesFromSelf().stream()
                .map(one -> one.getTargetClass())
                .filter(Purity::isImpureType)
                .map(JavaClass::getName))
        .containsOnly(ConcurrentHashMap.class.getName());
    assertThat(
            terms.getAccessesFromSelf().stream()
                .filter(access -> access.getTargetOwner().isAssignableTo(java.util.Map.class))
                .map(access -> access.getTarget().getName()))
        .isSubsetOf("<init>", "get", "put", "size");
  }

  @Test
  void noFloatingPointAndNoLocks() throws IOException {
    List<String> found = new ArrayList<>();
    int classes = 0;
    for (String module : PURE_MODULES) {
      try (Stream<Path> files = Files.walk(classes(module))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
          if (file.toString().contains("/protocol/wire/")) {
            continue;
          }
          classes++;
          found.addAll(Purity.sins(ClassFile.of().parse(file)));
        }
      }
    }
    assertThat(classes).isGreaterThan(60);
    assertThat(found).isEmpty();
  }

  @Test
  void everyImpureCallIsFound() {
    JavaClasses classes =
        new ClassFileImporter().importClasses(Impure.Calls.class, Impure.Pure.class);
    assertThat(sinners(classes.get(Impure.Calls.class)))
        .containsExactlyInAnyOrderElementsOf(
            classes.get(Impure.Calls.class).getMethods().stream()
                .filter(method -> !method.getName().startsWith("lambda$"))
                .map(JavaCodeUnit::getName)
                .toList());
    assertThat(sinners(classes.get(Impure.Pure.class))).isEmpty();
  }

  private static Set<String> sinners(JavaClass type) {
    return type.getAccessesFromSelf().stream()
        .filter(Purity::isImpure)
        .map(JavaAccess::getOwner)
        .map(JavaCodeUnit::getName)
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        java.util.HashMap.class,
        java.util.HashSet.class,
        java.util.Hashtable.class,
        java.util.IdentityHashMap.class,
        java.util.Date.class,
        java.util.Random.class,
        java.security.SecureRandom.class,
        java.util.concurrent.ThreadLocalRandom.class,
        java.util.random.RandomGenerator.class,
        ConcurrentHashMap.class,
        java.util.concurrent.locks.ReentrantLock.class,
        java.util.concurrent.atomic.AtomicLong.class,
        java.lang.Thread.class,
        java.lang.Double.class,
        java.util.stream.DoubleStream.class,
        java.io.FileInputStream.class,
        java.nio.file.Files.class
      })
  void impureTypesAreFound(Class<?> type) {
    assertThat(Purity.isImpureType(new ClassFileImporter().importClass(type))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        java.util.TreeMap.class,
        java.util.LinkedHashMap.class,
        java.util.Optional.class,
        java.util.stream.LongStream.class,
        java.math.BigInteger.class
      })
  void pureTypesAreLetBe(Class<?> type) {
    assertThat(Purity.isImpureType(new ClassFileImporter().importClass(type))).isFalse();
  }

  @Test
  void allFloatingPointAndEveryLockIsFound() throws IOException {
    assertThat(sins(Impure.Code.class))
        .containsExactlyInAnyOrder(
            "field",
            "shared",
            "fromDouble",
            "toInt",
            "array",
            "constant",
            "toLong",
            "called",
            "grid",
            "read",
            "fromLong",
            "locked",
            "block");
    assertThat(sins(Impure.Pure.class)).isEmpty();
  }

  private static List<String> sins(Class<?> type) throws IOException {
    String file = type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
    try (InputStream in = type.getResourceAsStream(file)) {
      assertThat(in).isNotNull();
      return Purity.sins(ClassFile.of().parse(in.readAllBytes())).stream()
          .map(name -> name.substring(name.lastIndexOf('.') + 1))
          .toList();
    }
  }
}
