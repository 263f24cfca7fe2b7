package weft.ledger.execution;

import static weft.ledger.execution.ReferenceLedger.require;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import weft.ledger.execution.ReferenceLedger.No;
import weft.ledger.execution.ReferenceWorld.BidBond;
import weft.ledger.execution.ReferenceWorld.Change;
import weft.ledger.execution.ReferenceWorld.Due;
import weft.ledger.execution.ReferenceWorld.Kind;
import weft.ledger.execution.ReferenceWorld.Rollup;
import weft.ledger.execution.ReferenceWorld.Seal;
import weft.ledger.execution.ReferenceWorld.Sponsorship;
import weft.ledger.fixture.TestChain;
import weft.ledger.genesis.Genesis;
import weft.primitives.Address;
import weft.protocol.refusal.RefusalCode;
import weft.protocol.transaction.Action;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.RollupTerms;
import weft.protocol.transaction.TransactionBody;

/// The actions of [ReferenceLedger].
final class ReferenceActions {
  private static final Pattern RATE =
      Pattern.compile("none|(N|10{12})/(N|10{12})".replace("N", "[1-9][0-9]{0,11}"));

  private final ReferenceWorld world;
  private final Genesis genesis;
  private final long height;

  ReferenceActions(ReferenceWorld world, Genesis genesis, long height) {
    this.world = world;
    this.genesis = genesis;
    this.height = height;
  }

  void run(TransactionBody body) {
    body.actions().forEach(action -> run(body.account(), action));
  }

  private void run(Address signer, Action action) {
    switch (action) {
      case Action.Submit _, Action.Bundle _ -> {}
      case Action.Transfer transfer -> {
        require(!transfer.to().equals(signer), RefusalCode.INVALID_FIELD);
        take(signer, transfer.asset(), transfer.amount().toBigInteger());
        world.addBalance(transfer.to(), transfer.asset(), transfer.amount().toBigInteger());
      }
      case Action.Claim claim -> {
        BigInteger amount = world.claimable.remove(ReferenceWorld.of(signer, claim.asset()));
        if (amount == null || amount.signum() == 0) {
          throw new No(RefusalCode.NOTHING_TO_CLAIM);
        }
        world.addBalance(signer, claim.asset(), amount);
      }
      case Action.RegisterRollup register -> register(signer, register);
      case Action.ChangeRollup change -> {
        Rollup rollup = changeable(signer, change.rollup().name(), change.activationHeight());
        checkTerms(change.terms());
        announce(change.activationHeight(), Due.of(Kind.TERMS, change.rollup().name()));
        rollup.nextTerms = change.terms();
        rollup.nextOwner = change.newOwner().orElse(null);
        rollup.announcedHeight = change.activationHeight();
      }
      case Action.CloseRollup close -> {
        String name = close.rollup().name();
        Rollup rollup = changeable(signer, name, close.activationHeight());
        long unbonding = world.number("rollup.unbonding-blocks", "10000").longValueExact();
        announce(close.activationHeight(), Due.of(Kind.CLOSE, name));
        announce(close.activationHeight() + unbonding, Due.of(Kind.BOND, name));
        rollup.status = "closing";
        rollup.announcedHeight = close.activationHeight();
      }
      case Action.SetSponsorship set -> {
        Rollup rollup = world.rollups.get(set.rollup().name());
        if (rollup == null) {
          throw new No(RefusalCode.ROLLUP_NOT_FOUND);
        }
        require(!rollup.status.equals("closed"), RefusalCode.ROLLUP_CLOSED);
        String key = set.rollup().name() + "/" + signer;
        Sponsorship open = world.sponsorships.get(key);
        if (open == null) {
          world.sponsorships.put(key, new Sponsorship(set.terms()));
        } else {
          if (!open.isOpen) {
            open.reopen();
          }
          open.terms = set.terms();
        }
      }
      case Action.CloseSponsorship close -> {
        Sponsorship open = world.sponsorships.get(close.rollup().name() + "/" + signer);
        if (open == null || !open.isOpen) {
          throw new No(RefusalCode.SPONSORSHIP_NOT_FOUND);
        }
        open.isOpen = false;
      }
      case Action.ChangeParameter change -> approve(signer, change);
      case Action.BondBids bond -> {
        take(signer, bond.asset(), bond.amount().toBigInteger());
        world.bidBonds.merge(
            ReferenceWorld.of(signer, bond.asset()),
            BidBond.NONE.plus(bond.amount().toBigInteger(), BigInteger.ZERO),
            (old, more) -> old.plus(more.held(), more.leaving()));
      }
      case Action.UnbondBids unbond -> unbond(signer, unbond);
      case Action.SealBid seal -> seal(signer, seal);
      case Action.RefundTerms _ -> {}
      // No auction is held here, so nothing waits for a report.
      case Action.ReportSignals report ->
          throw new No(
              world.rollups.containsKey(report.rollup().name())
                  ? RefusalCode.NOTHING_DEFERRED
                  : RefusalCode.ROLLUP_NOT_FOUND);
      case Action.RegisterModule _ ->
          throw new IllegalStateException("modules are not drawn at random");
      case Action.Bid _, Action.OnlyInPackage _ ->
          throw new IllegalStateException("a matter of the block's auctions");
      case Action.JoinValidators _,
          Action.AddBond _,
          Action.LeaveValidators _,
          Action.Unjail _,
          Action.AnnounceUpgrade _ ->
          throw new No(RefusalCode.NOT_A_NETWORK);
    }
  }

  private void unbond(Address signer, Action.UnbondBids unbond) {
    String of = ReferenceWorld.of(signer, unbond.asset());
    BigInteger amount = unbond.amount().toBigInteger();
    BidBond bond = world.bidBonds.getOrDefault(of, BidBond.NONE);
    require(bond.free().compareTo(amount) >= 0, RefusalCode.BID_BOND_TOO_LOW);
    long at = height + world.number("market.unbonding-blocks", "100").longValueExact();
    List<Due> due = world.due.computeIfAbsent(at, any -> new ArrayList<>());
    int same = -1;
    for (int i = 0; i < due.size(); i++) {
      same = due.get(i).kind() == Kind.BID_BOND && due.get(i).name().equals(of) ? i : same;
    }
    if (same >= 0) {
      due.set(same, new Due(Kind.BID_BOND, of, null, due.get(same).amount().add(amount)));
    } else {
      due.add(new Due(Kind.BID_BOND, of, null, amount));
    }
    world.bidBonds.put(of, bond.plus(BigInteger.ZERO, amount));
  }

  private void seal(Address signer, Action.SealBid seal) {
    String of = ReferenceWorld.of(signer, seal.asset());
    BigInteger deposit = seal.deposit().toBigInteger();
    BidBond bond = world.bidBonds.getOrDefault(of, BidBond.NONE);
    require(bond.free().compareTo(deposit) >= 0, RefusalCode.BID_BOND_TOO_LOW);
    require(
        bond.seals() < world.number("market.max-bids-per-bidder", "32").intValueExact(),
        RefusalCode.TOO_MANY_SEALS);
    String key = signer + "/" + seal.commitment();
    require(!world.seals.containsKey(key), RefusalCode.SEAL_OPEN);
    long last = height + world.number("market.reveal-blocks", "10").longValueExact();
    world.due.computeIfAbsent(last + 1, any -> new ArrayList<>()).add(Due.of(Kind.SEAL, key));
    world.seals.put(key, new Seal(of, deposit, height, last));
    world.bidBonds.put(of, bond.sealing(deposit));
  }

  private void register(Address signer, Action.RegisterRollup action) {
    String name = action.rollup().name();
    require(!world.rollups.containsKey(name), RefusalCode.NAME_TAKEN);
    checkTerms(action.terms());
    Rollup rollup = new Rollup();
    rollup.owner = signer;
    rollup.terms = action.terms();
    rollup.registeredHeight = height;
    rollup.bond = world.number("rollup.bond", "100000000000");
    take(signer, TestChain.WEFT, rollup.bond);
    world.rollups.put(name, rollup);
  }

  private void checkTerms(RollupTerms terms) {
    long most = world.number("rollup.max-bytes-per-block", "4194304").longValueExact();
    require(terms.maxBytesPerBlock() <= most, RefusalCode.TERMS_INVALID);
    for (AssetId asset : terms.acceptedFeeAssets()) {
      String rate = world.parameters.getOrDefault("asset-rate." + asset, "none");
      require(asset.equals(TestChain.WEFT) || !rate.equals("none"), RefusalCode.TERMS_INVALID);
    }
    terms
        .gas()
        .ifPresent(
            gas -> {
              require(gas.capPerBlock() <= 1_000_000_000_000_000L, RefusalCode.TERMS_INVALID);
              require(
                  gas.minBaseFeePerGas().toBigInteger().compareTo(BigInteger.TEN.pow(18)) <= 0,
                  RefusalCode.TERMS_INVALID);
            });
    terms
        .market()
        .ifPresent(
            market -> {
              require(
                  genesis.balances().stream()
                      .anyMatch(balance -> balance.asset().equals(market.asset())),
                  RefusalCode.TERMS_INVALID);
              BigInteger maxNodes = world.number("market.max-nodes", "500000");
              market
                  .mechanisms()
                  .forEach(
                      one ->
                          require(
                              BigInteger.valueOf(one.mechanism().nodeBudget()).compareTo(maxNodes)
                                  <= 0,
                              RefusalCode.TERMS_INVALID));
            });
  }

  private Rollup changeable(Address signer, String name, long activation) {
    Rollup rollup = world.rollups.get(name);
    if (rollup == null) {
      throw new No(RefusalCode.ROLLUP_NOT_FOUND);
    }
    require(rollup.owner.equals(signer), RefusalCode.NOT_OWNER);
    require(!rollup.status.equals("closed"), RefusalCode.ROLLUP_CLOSED);
    require(rollup.announcedHeight == 0, RefusalCode.CHANGE_PENDING);
    checkHeight(activation);
    return rollup;
  }

  private void checkHeight(long activation) {
    long delay = world.number("change.min-delay-blocks", "100").longValueExact();
    require(activation >= height + delay, RefusalCode.ACTIVATION_TOO_SOON);
    require(activation <= height + delay + 10_000_000L, RefusalCode.INVALID_FIELD);
  }

  private void announce(long activation, Due change) {
    List<Due> due = world.due.computeIfAbsent(activation, any -> new ArrayList<>());
    boolean isParameter = change.kind() == Kind.PARAMETER;
    long others =
        due.stream()
            .filter(other -> other.kind() != Kind.BID_BOND && other.kind() != Kind.SEAL)
            .filter(other -> (other.kind() == Kind.PARAMETER) == isParameter)
            .count();
    require(others < (isParameter ? 32 : 256), RefusalCode.INVALID_FIELD);
    due.add(change);
  }

  private void approve(Address signer, Action.ChangeParameter change) {
    require(genesis.governance().contains(signer), RefusalCode.NOT_GOVERNANCE);
    if (change.name().equals("asset-rate.usd")) {
      require(RATE.matcher(change.value()).matches(), RefusalCode.PARAMETER_OUT_OF_RANGE);
    } else if (change.name().equals("fee.change-denominator")) {
      BigInteger value = new BigInteger(change.value());
      require(
          value.compareTo(BigInteger.TWO) >= 0 && value.compareTo(BigInteger.valueOf(256)) <= 0,
          RefusalCode.PARAMETER_OUT_OF_RANGE);
    } else if (!change.name().equals("fee.min-base-per-byte")
        && !change.name().equals("fee.shares")) {
      throw new No(RefusalCode.PARAMETER_UNKNOWN);
    }
    checkHeight(change.activationHeight());
    Change approved = new Change(change.name(), change.value(), change.activationHeight());
    Set<Address> keys = world.approvals.computeIfAbsent(approved, any -> new LinkedHashSet<>());
    require(
        keys.size() < genesis.governanceThreshold() && keys.add(signer),
        RefusalCode.ALREADY_APPROVED);
    if (keys.size() == genesis.governanceThreshold()) {
      announce(change.activationHeight(), Due.of(approved));
    }
  }

  private void take(Address account, AssetId asset, BigInteger amount) {
    require(world.balance(account, asset).compareTo(amount) >= 0, RefusalCode.INSUFFICIENT_FUNDS);
    world.addBalance(account, asset, amount.negate());
  }
}
