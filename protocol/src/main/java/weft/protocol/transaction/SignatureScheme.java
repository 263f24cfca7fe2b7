package weft.protocol.transaction;

/// How the digest that a key signs is made from a transaction body.
public enum SignatureScheme {
  /// EIP-712 typed data.
  EIP712("eip712"),
  /// EIP-191 version 0x45 over a readable text.
  EIP191("eip191");

  private final String id;

  SignatureScheme(String id) {
    this.id = id;
  }

  public String id() {
    return id;
  }
}
