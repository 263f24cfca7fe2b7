package weft.market.certificate;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/// Records that differ from another in one component.
final class Altered {
  private Altered() {}

  /// @param name of the component that has another value
  /// @throws AssertionError if the record has no such component, or does not take the value
  static <R extends Record> R with(R record, String name, Object value) {
    RecordComponent[] components = record.getClass().getRecordComponents();
    Object[] values = new Object[components.length];
    boolean isThere = false;
    try {
      for (int i = 0; i < components.length; i++) {
        boolean isMeant = components[i].getName().equals(name);
        values[i] = isMeant ? value : components[i].getAccessor().invoke(record);
        isThere |= isMeant;
      }
      if (!isThere) {
        throw new AssertionError(record.getClass() + " has no component " + name);
      }
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      @SuppressWarnings("unchecked") // The class of a record is that of its type.
      Constructor<R> constructor = (Constructor<R>) record.getClass().getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(record.getClass() + " takes no such " + name, e);
    }
  }
}
