package weft.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// Each module imports only from the floors below it.
final class FloorsTest {
  /// Package prefix of each module, and the prefixes that it may import besides its own.
  private static final Map<String, List<String>> FLOORS = new TreeMap<>();

  static {
    FLOORS.put("weft.primitives", List.of());
    FLOORS.put("weft.protocol", List.of("weft.primitives"));
    FLOORS.put("weft.market", below("weft.protocol"));
    FLOORS.put("weft.ledger", below("weft.market"));
    FLOORS.put("weft.chain", below("weft.ledger"));
    FLOORS.put("weft.storage", below("weft.chain"));
    FLOORS.put("weft.engine", below("weft.chain"));
    FLOORS.put(
        "weft.node",
        List.of(
            "weft.primitives",
            "weft.protocol",
            "weft.market",
            "weft.ledger",
            "weft.chain",
            "weft.storage",
            "weft.engine"));
    FLOORS.put("weft.rollup", below("weft.protocol"));
    FLOORS.put("weft.examples", List.of("weft.primitives", "weft.protocol", "weft.rollup"));
    List<String> all = below("weft.node");
    all.add("weft.rollup");
    FLOORS.put("weft.testkit", List.copyOf(all));
    FLOORS.put("weft.bench", List.copyOf(all));
    all.add("weft.examples");
    all.add("weft.bench");
    FLOORS.put("weft.cli", List.copyOf(all));
  }

  /// Leaves out the tests of a module that stand in a jar of their own.
  static final ImportOption NO_TEST_JARS = location -> !location.contains("-tests.jar");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(NO_TEST_JARS)
          .importPackages("weft");

  private static List<String> below(String floor) {
    List<String> all = new ArrayList<>(FLOORS.get(floor));
    all.add(floor);
    return all;
  }

  private static DescribedPredicate<JavaClass> weftOutside(List<String> prefixes) {
    return DescribedPredicate.describe(
        "are of Weft but not of " + prefixes,
        type ->
            type.getPackageName().startsWith("weft")
                && prefixes.stream()
                    .noneMatch(
                        prefix ->
                            type.getPackageName().equals(prefix)
                                || type.getPackageName().startsWith(prefix + ".")));
  }

  @Test
  void everyModuleImportsOnlyFromFloorsBelow() {
    assertThat(CLASSES).hasSizeGreaterThan(100);
    FLOORS.forEach(
        (module, allowed) -> {
          List<String> prefixes = new ArrayList<>(allowed);
          prefixes.add(module);
          importsOnly(module, prefixes).check(CLASSES);
        });
  }

  private static ArchRule importsOnly(String module, List<String> prefixes) {
    return noClasses()
        .that()
        .resideInAPackage(module + "..")
        .should()
        .dependOnClassesThat(weftOutside(prefixes))
        .because(module + " may import only " + prefixes);
  }

  @Test
  void anImportFromAboveIsFound() {
    JavaClasses climber = new ClassFileImporter().importClasses(Impure.Climber.class);
    assertThat(importsOnly("weft.house", List.of("weft.house")).evaluate(climber).hasViolation())
        .isTrue();
    assertThat(
            importsOnly("weft.house", List.of("weft.house", "weft.primitives"))
                .evaluate(climber)
                .hasViolation())
        .isFalse();
  }

  @Test
  void everyClassIsOnANamedFloor() {
    assertThat(CLASSES.stream().filter(type -> FLOORS.keySet().stream().noneMatch(isOf(type))))
        .isEmpty();
    for (String floor : FLOORS.keySet()) {
      assertThat(CLASSES).as(floor).anyMatch(type -> isOf(type).test(floor));
    }
  }

  private static Predicate<String> isOf(JavaClass type) {
    return floor -> (type.getPackageName() + ".").startsWith(floor + ".");
  }

  @Test
  void aClassOnNoFloorIsFound() {
    JavaClass climber = new ClassFileImporter().importClass(Impure.Climber.class);
    assertThat(FLOORS.keySet()).noneMatch(isOf(climber));
  }

  @Test
  void wireTypesStayInTheCodecsOfProtocolAndTheGrpcEdges() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "weft.protocol.wire..",
            "weft.protocol.codec",
            "weft.node.api.grpc",
            "weft.node.api.http",
            "weft.node.api.json",
            "weft.node.api.wire",
            "weft.rollup.client")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("weft.protocol.wire..")
        .because("wire types never leak above the edges")
        .check(CLASSES);
  }

  @Test
  void packagesOfPureModulesHaveNoCycles() {
    for (String module : List.of("weft.primitives", "weft.ledger", "weft.chain")) {
      SlicesRuleDefinition.slices()
          .matching(module + ".(*)..")
          .should()
          .beFreeOfCycles()
          .allowEmptyShould(true)
          .check(CLASSES);
    }
  }
}
