package weft.node.api.bundle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import weft.primitives.Bytes;
import weft.primitives.MalformedException;

/// Reads the members of an object of a request. What cannot be read is a [MalformedException] that
/// names the member.
record Parameter(String path, JsonNode object) {

  /// Lets only these members in.
  Parameter only(Set<String> members) {
    Set<String> unknown = new TreeSet<>(object.propertyNames());
    unknown.removeAll(members);
    if (!unknown.isEmpty()) {
      throw new MalformedException(
          at(unknown.iterator().next()), "is not known; known are " + new TreeSet<>(members));
    }
    return this;
  }

  /// An object within; one without members where it is absent.
  Parameter within(String name) {
    JsonNode inner = object.path(name);
    if (!inner.isMissingNode() && !inner.isObject()) {
      throw new MalformedException(at(name), "must be an object");
    }
    return new Parameter(at(name), inner);
  }

  Bytes bytes(String name) {
    return bytes(at(name), object.path(name));
  }

  /// A list of bytes; empty where it is absent.
  List<Bytes> listOfBytes(String name, int max) {
    List<Bytes> all = new ArrayList<>();
    for (JsonNode one : list(name, max)) {
      all.add(bytes(at(name) + "[" + all.size() + "]", one));
    }
    return all;
  }

  /// A list of texts; empty where it is absent.
  List<String> listOfTexts(String name, int max) {
    List<String> all = new ArrayList<>();
    for (JsonNode one : list(name, max)) {
      if (!one.isString()) {
        throw new MalformedException(at(name), "must be a list of texts");
      }
      all.add(one.asString());
    }
    return all;
  }

  /// A list of objects; empty where it is absent.
  List<Parameter> listOfObjects(String name, int max) {
    List<Parameter> all = new ArrayList<>();
    for (JsonNode one : list(name, max)) {
      String at = at(name) + "[" + all.size() + "]";
      if (!one.isObject()) {
        throw new MalformedException(at, "must be an object");
      }
      all.add(new Parameter(at, one));
    }
    return all;
  }

  /// A text; empty where it is absent.
  Optional<String> text(String name) {
    JsonNode text = object.path(name);
    if (text.isMissingNode() || text.isNull()) {
      return Optional.empty();
    }
    if (!text.isString()) {
      throw new MalformedException(at(name), "must be a text");
    }
    return Optional.of(text.asString());
  }

  /// A whole number; empty where it is absent.
  OptionalLong number(String name) {
    JsonNode number = object.path(name);
    if (number.isMissingNode() || number.isNull()) {
      return OptionalLong.empty();
    }
    if (!number.isIntegralNumber() || !number.canConvertToLong()) {
      throw new MalformedException(at(name), "must be a whole number");
    }
    return OptionalLong.of(number.asLong());
  }

  /// A number as Ethereum writes it: `0x` and hexadecimal digits.
  OptionalLong quantity(String name) {
    JsonNode text = object.path(name);
    if (text.isMissingNode() || text.isNull()) {
      return OptionalLong.empty();
    }
    if (!text.isString() || !text.asString().matches("0x[0-9a-fA-F]{1,15}")) {
      throw new MalformedException(at(name), "must be a number such as \"0x12f\"");
    }
    return OptionalLong.of(Long.parseLong(text.asString().substring(2), 16));
  }

  Optional<UUID> uuid(String name) {
    JsonNode text = object.path(name);
    if (text.isMissingNode() || text.isNull()) {
      return Optional.empty();
    }
    if (!text.isString()
        || !text.asString().matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
      throw new MalformedException(at(name), "must be a UUID");
    }
    return Optional.of(UUID.fromString(text.asString()));
  }

  /// Refuses a member that would mean something here that it cannot mean: it must be absent, null,
  /// 0 or empty.
  void without(String name, String why) {
    JsonNode value = object.path(name);
    boolean isNothing =
        value.isMissingNode()
            || value.isNull()
            || (value.isNumber() && value.asLong() == 0)
            || (value.isArray() && value.isEmpty());
    if (!isNothing) {
      throw new MalformedException(at(name), "must be absent: " + why);
    }
  }

  String at(String name) {
    return path + "." + name;
  }

  private Iterable<JsonNode> list(String name, int max) {
    JsonNode list = object.path(name);
    if (list.isMissingNode() || list.isNull()) {
      return List.of();
    }
    if (!list.isArray()) {
      throw new MalformedException(at(name), "must be a list");
    }
    if (list.size() > max) {
      throw new MalformedException(at(name), "has at most " + max + " entries");
    }
    return list;
  }

  private static Bytes bytes(String at, JsonNode text) {
    if (text.isString() && text.asString().startsWith("0x")) {
      try {
        return Bytes.fromHex(text.asString());
      } catch (IllegalArgumentException e) {
        throw new MalformedException(at, "must be hexadecimal with 0x");
      }
    }
    throw new MalformedException(at, "must be hexadecimal with 0x");
  }
}
