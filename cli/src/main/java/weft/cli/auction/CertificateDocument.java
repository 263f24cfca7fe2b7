package weft.cli.auction;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.numbers.fraction.BigFraction;
import weft.market.Outcome;
import weft.market.auction.RollupSet;
import weft.market.certificate.Certificate;
import weft.market.certificate.CertificateCheck;
import weft.market.certificate.Verdict;

/// A certificate in the words of its auction's file, and what its checker says.
record CertificateDocument(AuctionFile file, Outcome outcome) {
  Map<String, Object> document() {
    Certificate certificate = outcome.certificate();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("value", file.units().text(certificate.value()));
    document.put("alone", file.byRollupInUnits(certificate.alone()));
    if (!certificate.marginals().isEmpty()) {
      document.put("marginals", file.byRollupInUnits(certificate.marginals()));
    }
    switch (certificate.proof()) {
      case Certificate.Prices prices -> document.put("prices", prices(prices));
      case Certificate.Searched searched -> document.put("searched", searched(searched));
    }
    document.put("inCore", certificate.inCore());
    List<Map<String, Object>> settled = new ArrayList<>();
    for (int i = 0; i < certificate.settled().size(); i++) {
      settled.add(settled(outcome.selected().winners().get(i), certificate.settled().get(i)));
    }
    document.put("settled", settled);
    document.put("check", check());
    return document;
  }

  private Map<String, Object> prices(Certificate.Prices prices) {
    Map<String, Object> groups = new LinkedHashMap<>();
    prices
        .groups()
        .forEach(one -> groups.put(Integer.toString(one.group()), file.units().text(one.price())));
    Map<String, Object> money = new LinkedHashMap<>();
    for (int i = 0; i < prices.money().size(); i++) {
      BigFraction price = prices.money().get(i);
      if (price.signum() != 0) {
        money.put(file.bidders().get(i), new Units(BigInteger.ONE).text(price));
      }
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("rollups", file.byRollup(prices.rollups()));
    document.put("groups", groups);
    document.put("money", money);
    return document;
  }

  private Map<String, Object> searched(Certificate.Searched searched) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("bound", searched.bound().map(file.units()::text).orElse(null));
    document.put("nodes", searched.nodes());
    document.put("nodeBudget", searched.nodeBudget());
    return document;
  }

  private Map<String, Object> settled(int winner, Certificate.Settled settled) {
    RollupSet rollups = file.auction().bids().get(winner).rollups();
    Map<String, Object> floors = new LinkedHashMap<>();
    int[] indices = rollups.indices().toArray();
    for (int i = 0; i < indices.length; i++) {
      floors.put(file.rollups().get(indices[i]), file.units().text(settled.floors().get(i)));
    }
    Map<String, Object> refunds = new LinkedHashMap<>();
    settled
        .refunds()
        .forEach(
            one ->
                refunds.put(
                    file.identities().get(one.identity()), file.units().text(one.amount())));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("bid", file.bids().get(winner));
    document.put("mechanism", settled.mechanism().toString());
    document.put("floors", floors);
    document.put("refunds", refunds);
    return document;
  }

  private Map<String, Object> check() {
    Map<String, Object> document = new LinkedHashMap<>();
    switch (CertificateCheck.check(file.auction(), outcome.claim(), outcome.certificate())) {
      case Verdict.Valid valid -> {
        document.put("valid", true);
        document.put("optimal", valid.optimal());
        document.put("core", valid.core());
      }
      case Verdict.Broken broken -> {
        document.put("valid", false);
        document.put("rule", broken.rule());
        document.put("reason", broken.reason());
      }
    }
    return document;
  }
}
