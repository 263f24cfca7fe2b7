package weft.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import weft.primitives.Address;

/// Whose account a command shows: the one that is named, else that of the key.
public final class AccountArgument {
  @Mixin private KeyOption key = new KeyOption();

  @Parameters(
      paramLabel = "ACCOUNT|dev:N",
      arity = "0..1",
      description = "Whose account. Default: the account of --key.")
  private @Nullable String account;

  public Address address() {
    return account == null ? key.read().address() : Parse.account("ACCOUNT", account);
  }
}
