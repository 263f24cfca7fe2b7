package weft.market.certificate;

/// What a certificate's check finds.
public sealed interface Verdict {
  /// All that can be checked is right.
  ///
  /// @param optimal whether the certificate proves that no other bids offer more
  /// @param core whether it proves that every coalition of rollups is content
  record Valid(boolean optimal, boolean core) implements Verdict {}

  /// @param rule number of the rule of [CertificateCheck] that is broken
  /// @param reason in words
  record Broken(int rule, String reason) implements Verdict {}
}
