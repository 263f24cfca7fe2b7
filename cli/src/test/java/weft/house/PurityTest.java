package weft.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The pure modules give the same bytes on every JVM: no clocks, threads, I/O, randomness, floating
/// point, salted or hash-ordered iteration, default locale or charset.
final class PurityTest {
  private static final List<String> PURE_MODULES =
      List.of("primitives", "protocol", "ledger", "chain");
  private static final String[] PURE_PACKAGES = {
    "weft.primitives..", "weft.protocol..", "weft.ledger..", "weft.chain.."
  };
  private static final String WIRE = "weft.protocol.wire..";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("weft.primitives", "weft.protocol", "weft.ledger", "weft.chain");

  /// Owner and method of calls whose result depends on the machine, the moment or a salt.
  private static final Set<String> IMPURE_CALLS =
      Set.of(
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.lang.System.getenv",
          "java.lang.System.getProperty",
          "java.time.Instant.now",
          "java.time.InstantSource.system",
          "java.util.UUID.randomUUID",
          "java.lang.Math.random",
          "java.util.Set.of",
          "java.util.Set.copyOf",
          "java.util.Map.of",
          "java.util.Map.ofEntries",
          "java.util.Map.copyOf",
          "java.util.stream.Collectors.toSet",
          "java.util.stream.Collectors.toMap",
          "java.util.stream.Collectors.groupingBy",
          "java.util.Collection.parallelStream",
          "java.util.Locale.getDefault",
          "java.nio.charset.Charset.defaultCharset");

  @Test
  void noImpureCalls() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE_PACKAGES)
        .and()
        .resideOutsideOfPackage(WIRE)
        .should()
        .accessTargetWhere(
            DescribedPredicate.describe(
                "is impure",
                (JavaAccess<?> access) ->
                    IMPURE_CALLS.contains(
                        access.getTargetOwner().getName() + "." + access.getTarget().getName())))
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
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.util\\.(HashMap|HashSet|Random|WeakHashMap|IdentityHashMap|SplittableRandom)"
                + "|java\\.security\\.SecureRandom|java\\.lang\\.Thread|java\\.lang\\.Thread\\$.*"
                + "|java\\.util\\.concurrent\\.(Executor.*|CompletableFuture|ForkJoin.*|ThreadLocalRandom)"
                + "|java\\.io\\.(File.*|.*Stream|.*Reader|.*Writer)|java\\.nio\\.file\\..*|java\\.net\\..*")
        .check(CLASSES);
  }

  @Test
  void noFloatingPointInstructions() throws IOException {
    List<String> found = new ArrayList<>();
    int classes = 0;
    for (String module : PURE_MODULES) {
      Path folder =
          Path.of(System.getProperty("weft.root"), module, "target", "classes", "weft", module);
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
          if (file.toString().contains("/protocol/wire/")) {
            continue;
          }
          classes++;
          floatingPoint(file, found);
        }
      }
    }
    assertThat(classes).isGreaterThan(60);
    assertThat(found).isEmpty();
  }

  private static void floatingPoint(Path file, List<String> found) {
    ClassModel model;
    try {
      model = ClassFile.of().parse(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (MethodModel method : model.methods()) {
      String type = method.methodType().stringValue();
      boolean inSignature = type.matches("\\(.*[FD](?![a-z/]).*") && hasFloatingDescriptor(type);
      boolean inCode =
          method
              .code()
              .map(
                  code ->
                      code.elementStream()
                          .anyMatch(
                              element ->
                                  element instanceof java.lang.classfile.Instruction instruction
                                      && isFloating(instruction.opcode())))
              .orElse(false);
      if (inSignature || inCode) {
        found.add(model.thisClass().asInternalName() + "." + method.methodName().stringValue());
      }
    }
  }

  private static boolean hasFloatingDescriptor(String descriptor) {
    String primitives = descriptor.replaceAll("L[^;]*;", "");
    return primitives.indexOf('F') >= 0 || primitives.indexOf('D') >= 0;
  }

  private static boolean isFloating(Opcode opcode) {
    return opcode
        .name()
        .matches("[FD](ADD|SUB|MUL|DIV|REM|NEG|CMP[LG]|CONST_.|RETURN|LOAD.*|STORE.*)|[ILFD]2[FD]");
  }
}
