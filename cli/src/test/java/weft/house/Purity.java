package weft.house;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.FieldModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// What makes a class give other results on another machine, at another moment, or in another
/// thread.
final class Purity {
  /// Owner and method of calls whose result depends on the machine, the moment or a salt.
  private static final Set<String> CALLS =
      Set.of(
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.lang.System.getenv",
          "java.lang.System.getProperty",
          "java.lang.System.identityHashCode",
          "java.lang.System.lineSeparator",
          "java.util.UUID.randomUUID",
          "java.lang.Math.random",
          "java.util.Set.of",
          "java.util.Set.copyOf",
          "java.util.Map.of",
          "java.util.Map.ofEntries",
          "java.util.Map.copyOf",
          "java.util.stream.Collectors.toSet",
          "java.util.stream.Collectors.toMap",
          "java.util.stream.Collectors.toUnmodifiableSet",
          "java.util.stream.Collectors.toUnmodifiableMap",
          "java.util.stream.Collectors.toConcurrentMap",
          "java.util.stream.Collectors.groupingBy",
          "java.util.stream.Collectors.groupingByConcurrent",
          "java.util.Locale.getDefault",
          "java.util.TimeZone.getDefault",
          "java.time.ZoneId.systemDefault",
          "java.nio.charset.Charset.defaultCharset");

  private static final Pattern TYPES =
      Pattern.compile(
          "java\\.util\\.(HashMap|HashSet|Hashtable|Properties|WeakHashMap|IdentityHashMap|Random"
              + "|SplittableRandom|Date|Calendar|GregorianCalendar|Timer|Scanner|Formatter)"
              + "|java\\.util\\.random\\..*|java\\.util\\.concurrent\\..*|java\\.sql\\..*"
              + "|java\\.security\\.SecureRandom|java\\.lang\\.(Thread|(Inheritable)?ThreadLocal|Process.*)(\\$.*)?"
              + "|java\\.lang\\.ref\\..*"
              + "|java\\.lang\\.(Float|Double|StrictMath|Runtime)|java\\.util\\.(Optional)?Double.*"
              + "|java\\.util\\.stream\\.DoubleStream|java\\.text\\..*"
              + "|java\\.io\\.(File.*|.*Stream|.*Reader|.*Writer)|java\\.nio\\.file\\..*"
              + "|java\\.nio\\.channels\\..*|java\\.net\\..*");

  private static final Pattern FLOATING =
      Pattern.compile(
          "[FD](ADD|SUB|MUL|DIV|REM|NEG|CMP[LG]|CONST_.|RETURN|A?LOAD.*|A?STORE.*|2[ILFD])"
              + "|[IL]2[FD]");

  private Purity() {}

  static boolean isImpure(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String name = access.getTarget().getName();
    List<String> parameters =
        access.getTarget() instanceof CodeUnitAccessTarget target
            ? target.getRawParameterTypes().stream().map(JavaClass::getName).toList()
            : List.of();
    boolean isClock =
        owner.startsWith("java.time.")
            && (name.equals("now") || name.startsWith("system") || name.startsWith("tick"));
    boolean isUnordered =
        owner.startsWith("java.util.")
            && Set.of("parallel", "parallelStream", "unordered").contains(name);
    return CALLS.contains(owner + "." + name)
        || isClock
        || isUnordered
        || (owner.equals("java.lang.String") && usesDefaults(name, parameters))
        || (owner.equals("java.lang.Object")
            && Set.of("wait", "notify", "notifyAll").contains(name));
  }

  /// Of the methods of String: those that take the machine's locale or charset.
  private static boolean usesDefaults(String name, List<String> parameters) {
    return switch (name) {
      case "format" -> !parameters.getFirst().equals("java.util.Locale");
      case "formatted" -> true;
      case "toLowerCase", "toUpperCase", "getBytes" -> parameters.isEmpty();
      case "<init>" ->
          !parameters.isEmpty()
              && parameters.getFirst().equals("[B")
              && List.of("int", "[B").contains(parameters.getLast());
      default -> false;
    };
  }

  static boolean isImpureType(JavaClass type) {
    return TYPES.matcher(type.getName()).matches();
  }

  /// Fields and methods that use floating point, or locks of the language.
  static List<String> sins(ClassModel model) {
    List<String> found = new ArrayList<>();
    String type = model.thisClass().asInternalName();
    for (FieldModel field : model.fields()) {
      if (isFloating(field.fieldType().stringValue()) || field.flags().has(AccessFlag.VOLATILE)) {
        found.add(type + "." + field.fieldName().stringValue());
      }
    }
    for (MethodModel method : model.methods()) {
      boolean inCode =
          method.code().stream().anyMatch(code -> code.elementStream().anyMatch(Purity::isSin));
      if (isFloating(method.methodType().stringValue())
          || method.flags().has(AccessFlag.SYNCHRONIZED)
          || inCode) {
        found.add(type + "." + method.methodName().stringValue());
      }
    }
    return found;
  }

  private static boolean isFloating(String descriptor) {
    String primitives = descriptor.replaceAll("L[^;]*;", "");
    return primitives.indexOf('F') >= 0 || primitives.indexOf('D') >= 0;
  }

  private static boolean isSin(CodeElement element) {
    return switch (element) {
      case ConstantInstruction constant -> isFloating(constant.typeKind());
      case NewPrimitiveArrayInstruction array -> isFloating(array.typeKind());
      case NewMultiArrayInstruction array -> isFloating(array.arrayType().asInternalName());
      case InvokeInstruction call -> isFloating(call.type().stringValue());
      case FieldInstruction access -> isFloating(access.type().stringValue());
      case Instruction instruction ->
          FLOATING.matcher(instruction.opcode().name()).matches()
              || instruction.opcode() == Opcode.MONITORENTER;
      default -> false;
    };
  }

  private static boolean isFloating(TypeKind kind) {
    return kind == TypeKind.FLOAT || kind == TypeKind.DOUBLE;
  }
}
