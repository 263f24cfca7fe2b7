package weft.cli.rollup;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import weft.cli.CliException;
import weft.cli.Parse;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.Hash32;
import weft.protocol.mechanism.Deferral;
import weft.protocol.mechanism.Mechanism;
import weft.protocol.mechanism.Modules;
import weft.protocol.mechanism.Pricing;
import weft.protocol.mechanism.Refunds;
import weft.protocol.mechanism.Sharing;
import weft.protocol.mechanism.Signal;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.MarketTerms;
import weft.protocol.transaction.MarketTerms.AcceptedMechanism;
import weft.protocol.transaction.Reporters;
import weft.protocol.transaction.RollupId;

/// On what terms a rollup sells the head of its lane; what is not given stays as it was.
final class MarketOptions {
  private static final int RULES = 3;
  private static final int ALL_PARTS = 5;
  private static final String NUMBER = "[1-9][0-9]{0,8}";
  private static final long DEFAULT_FUEL = 100_000;

  @Option(
      names = "--mechanism",
      paramLabel = "RULES",
      split = ",",
      description = {
        "Sell the head of the lane by these rules; several, best first, comma-separated.",
        "PRICING/SHARING/REFUNDS[/WEIGHT[/NODES]]:",
        "first, second, vcg or core; fixed, proportional, equal-surplus, marginal, shapley,"
            + " nucleolus or vector; none, percent or flat-tax; the rollup's weight under fixed"
            + " (1); the most search nodes (500000)."
      })
  private @Nullable List<String> mechanisms;

  @Option(
      names = "--sharing-module",
      paramLabel = "ID",
      description =
          "Share what packages pay by this registered module; the mechanisms' rules hold where it"
              + " fails.")
  private @Nullable String sharingModule;

  @Option(
      names = "--selection-module",
      paramLabel = "ID",
      description = "Select winning bids by this registered module; exactly where it fails.")
  private @Nullable String selectionModule;

  @Option(
      names = "--module-fuel",
      paramLabel = "INSTRUCTIONS",
      description = "The most instructions of each run of a module. Default: 100000.")
  private @Nullable Long moduleFuel;

  @Option(
      names = "--market-asset",
      paramLabel = "ASSET",
      description = "The asset that bids are in. Needed when it begins to sell.")
  private @Nullable String asset;

  @Option(
      names = "--reserve",
      paramLabel = "AMOUNT",
      description = "The least that it takes for the head of its lane. Default: 0.")
  private @Nullable String reserve;

  @Option(
      names = "--partner",
      paramLabel = "ROLLUP",
      split = ",",
      description = "Only sell together with these. Default: with all.")
  private @Nullable List<String> partners;

  @Option(
      names = "--exclude",
      paramLabel = "ROLLUP",
      split = ",",
      description = "Never sell together with these. Default: none.")
  private @Nullable List<String> excluded;

  @Option(
      names = "--bids",
      paramLabel = "KIND",
      description = "any: take every bid; sealed: take those only that were sealed before.")
  private @Nullable String bids;

  @Option(
      names = "--defer",
      paramLabel = "PERMILLE/SIGNAL/BLOCKS",
      description = {
        "Hold so much of what joint bids bring above the floors until reporters have said what came"
            + " of it, at most so many blocks; by volume or gas. For all mechanisms; none: pay at"
            + " once."
      })
  private @Nullable String deferral;

  @Option(
      names = "--reporter",
      paramLabel = "ADDRESS",
      split = ",",
      description = "Who says for the rollup what came of its lane, 1 to 8; empty: nobody.")
  private @Nullable List<String> reporters;

  @Option(
      names = "--reporters-threshold",
      paramLabel = "COUNT",
      description = "How many reporters must say the same. Default: all that --reporter names.")
  private @Nullable Integer threshold;

  @Option(names = "--no-market", description = "Do not sell the head of the lane any more.")
  private boolean isWithdrawn;

  /// The given terms with what was chosen here in their place.
  Optional<MarketTerms> over(Optional<MarketTerms> terms) {
    boolean isAnyGiven =
        mechanisms != null
            || sharingModule != null
            || selectionModule != null
            || moduleFuel != null
            || asset != null
            || reserve != null
            || partners != null
            || excluded != null
            || bids != null
            || deferral != null
            || reporters != null
            || threshold != null;
    if (isWithdrawn && isAnyGiven) {
      throw CliException.usage(
          "--no-market stands alone", "Leave it out, or all other options of the market.");
    }
    if (isWithdrawn) {
      return Optional.empty();
    }
    return isAnyGiven ? Optional.of(chosen(terms)) : terms;
  }

  private MarketTerms chosen(Optional<MarketTerms> terms) {
    Optional<Modules> modules = modules();
    return new MarketTerms(
        deferring(
            mechanisms == null
                ? needed(terms, "--mechanism").mechanisms()
                : mechanisms.stream().map(text -> mechanism(text, modules)).toList()),
        asset == null ? needed(terms, "--market-asset").asset() : asset(asset),
        TermsOptions.orElse(
            "--reserve", reserve, terms.map(MarketTerms::reserve).orElse(Amount.ZERO)),
        partners == null ? terms.map(MarketTerms::partners).orElse(List.of()) : rollups(partners),
        excluded == null ? terms.map(MarketTerms::excluded).orElse(List.of()) : rollups(excluded),
        bids == null ? terms.map(MarketTerms::sealedOnly).orElse(false) : isSealed(bids),
        chosenReporters(terms.flatMap(MarketTerms::reporters)));
  }

  private static boolean isSealed(String kind) {
    if (!kind.equals("any") && !kind.equals("sealed")) {
      throw CliException.usage("--bids: '" + kind + "' is no kind", "Write any or sealed.");
    }
    return kind.equals("sealed");
  }

  private List<AcceptedMechanism> deferring(List<AcceptedMechanism> accepted) {
    if (deferral == null) {
      return accepted;
    }
    Optional<Deferral> chosen =
        deferral.equals("none") ? Optional.empty() : Optional.of(deferral(deferral));
    return accepted.stream()
        .map(one -> new AcceptedMechanism(one.mechanism().deferring(chosen), one.weight()))
        .toList();
  }

  private static Deferral deferral(String text) {
    List<String> parts = List.of(text.split("/", -1));
    if (parts.size() == RULES
        && parts.get(0).matches(NUMBER)
        && Signal.ofId(parts.get(1)).isPresent()
        && parts.get(2).matches(NUMBER)) {
      try {
        return new Deferral(
            Integer.parseInt(parts.get(0)),
            Signal.ofId(parts.get(1)).get(),
            Long.parseLong(parts.get(2)));
      } catch (IllegalArgumentException e) {
        throw CliException.usage("--defer: " + e.getMessage(), "Write it as in 200/volume/600.");
      }
    }
    throw CliException.usage(
        "--defer: '" + text + "' is not PERMILLE/SIGNAL/BLOCKS", "Write it as in 200/volume/600.");
  }

  private Optional<Reporters> chosenReporters(Optional<Reporters> before) {
    List<Address> addresses =
        reporters == null
            ? before.map(Reporters::addresses).orElse(List.of())
            : reporters.stream()
                .filter(one -> !one.isEmpty())
                .map(one -> Parse.account("--reporter", one))
                .toList();
    if (addresses.isEmpty()) {
      return Optional.empty();
    }
    int count =
        threshold == null
            ? reporters == null
                ? before.map(Reporters::threshold).orElse(addresses.size())
                : addresses.size()
            : threshold;
    try {
      return Optional.of(new Reporters(addresses, count));
    } catch (IllegalArgumentException e) {
      throw CliException.usage(
          "--reporter: " + e.getMessage(), "Name 1 to 8, and how many of them must agree.");
    }
  }

  private static MarketTerms needed(Optional<MarketTerms> terms, String option) {
    return terms.orElseThrow(
        () ->
            CliException.usage(
                option + " is missing: the rollup does not sell the head of its lane yet",
                "Give --mechanism and --market-asset."));
  }

  private static AssetId asset(String name) {
    return Parse.asset("--market-asset", name);
  }

  private static List<RollupId> rollups(List<String> names) {
    return names.stream().filter(name -> !name.isEmpty()).map(Parse::rollup).toList();
  }

  private Optional<Modules> modules() {
    if (sharingModule == null && selectionModule == null) {
      if (moduleFuel != null) {
        throw CliException.usage(
            "--module-fuel says nothing without a module", "Give --sharing-module as well.");
      }
      return Optional.empty();
    }
    if (mechanisms == null) {
      throw CliException.usage(
          "modules belong to the mechanisms that are given with them", "Give --mechanism too.");
    }
    long fuel = moduleFuel == null ? DEFAULT_FUEL : moduleFuel;
    if (fuel < 1 || fuel > Modules.MAX_FUEL) {
      throw CliException.usage(
          "--module-fuel is " + fuel + " (limit: 1 to " + Modules.MAX_FUEL + ")",
          "Choose another number.");
    }
    return Optional.of(
        new Modules(
            module("--selection-module", selectionModule),
            module("--sharing-module", sharingModule),
            fuel));
  }

  private static Optional<Hash32> module(String option, @Nullable String id) {
    return Optional.ofNullable(id).map(text -> Parse.hash(option, text));
  }

  private static AcceptedMechanism mechanism(String text, Optional<Modules> modules) {
    String[] parts = text.split("/", -1);
    if (parts.length < RULES || parts.length > ALL_PARTS) {
      throw notRules(text);
    }
    Mechanism mechanism =
        new Mechanism(
            parts.length > RULES + 1
                ? positive(text, parts[RULES + 1])
                : Mechanism.DEFAULT_NODE_BUDGET,
            Pricing.ofId(parts[0]).orElseThrow(() -> notRules(text)),
            Sharing.ofId(parts[1]).orElseThrow(() -> notRules(text)),
            Refunds.ofId(parts[2]).orElseThrow(() -> notRules(text)),
            modules,
            Optional.empty());
    return new AcceptedMechanism(
        mechanism, parts.length > RULES ? positive(text, parts[RULES]) : 1);
  }

  private static long positive(String text, String number) {
    if (!number.matches("[1-9][0-9]{0,17}")) {
      throw notRules(text);
    }
    return Long.parseLong(number);
  }

  private static CliException notRules(String text) {
    return CliException.usage(
        "--mechanism: '" + text + "' is not PRICING/SHARING/REFUNDS[/WEIGHT[/NODES]]",
        "Write it as in first/nucleolus/none or first/fixed/percent/3.");
  }
}
