package weft.market.cats;

/// Why a file is not read.
///
/// @param line its number, from 1; 0 for the file as a whole
/// @param field what is wrong in it
/// @param message one sentence with the limit
/// @param nextStep what to do about it
public record CatsRefusal(int line, String field, String message, String nextStep)
    implements CatsReading {
  /// The stable code of all of them; line and field tell what is meant.
  public static final String CODE = "cats-refused";
}
