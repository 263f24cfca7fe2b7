package weft.ledger.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;
import weft.primitives.Hash32;
import weft.primitives.MalformedException;
import weft.protocol.mechanism.Signal;
import weft.protocol.transaction.AssetId;
import weft.protocol.transaction.Reporters;
import weft.protocol.transaction.RollupId;
import weft.protocol.transaction.Signals;

/// What of a winning package's revenue waits for what its rollups report.
///
/// @param signal what it is divided by
/// @param dueHeight where it is divided at the latest, before the block's transactions
/// @param shares by rollup of the package, ascending
public record EscrowRecord(AssetId asset, Signal signal, long dueHeight, List<Share> shares) {
  public EscrowRecord {
    shares = List.copyOf(shares);
  }

  /// One rollup's part.
  ///
  /// @param part what the auction gave it of this
  /// @param signals what enough of its reporters said; empty before
  /// @param reports what single reporters said, before enough of them agree
  public record Share(
      RollupId rollup, Amount part, Optional<Signals> signals, List<Report> reports) {
    public Share {
      reports = List.copyOf(reports);
    }

    /// A part that nobody has reported on.
    public Share(RollupId rollup, Amount part) {
      this(rollup, part, Optional.empty(), List.of());
    }

    /// Whether a reporter's word is in already, or the rollup's is.
    public boolean isReportedBy(Address reporter) {
      return signals.isPresent()
          || reports.stream().anyMatch(report -> report.reporter().equals(reporter));
    }

    /// With one more report. What those said who are no reporters any more counts no longer.
    public Share with(Report report, Reporters reporters) {
      List<Report> standing = new ArrayList<>();
      for (Report before : reports) {
        if (reporters.addresses().contains(before.reporter())) {
          standing.add(before);
        }
      }
      standing.add(report);
      long agreeing =
          standing.stream().filter(one -> one.signals().equals(report.signals())).count();
      return agreeing < reporters.threshold()
          ? new Share(rollup, part, Optional.empty(), standing)
          : new Share(rollup, part, Optional.of(report.signals()), List.of());
    }
  }

  /// What one reporter said.
  public record Report(Address reporter, Signals signals) {}

  /// What waits in all.
  public Amount pot() {
    return shares.stream().map(Share::part).reduce(Amount.ZERO, Amount::plus);
  }

  /// Whether all rollups have reported.
  public boolean isReported() {
    return shares.stream().allMatch(share -> share.signals().isPresent());
  }

  /// A rollup's part.
  ///
  /// @throws IllegalArgumentException if it has none
  public Share share(RollupId rollup) {
    return shares.stream()
        .filter(share -> share.rollup().equals(rollup))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no part of " + rollup + " waits"));
  }

  /// With another share for the same rollup.
  public EscrowRecord with(Share changed) {
    return new EscrowRecord(
        asset,
        signal,
        dueHeight,
        shares.stream()
            .map(share -> share.rollup().equals(changed.rollup()) ? changed : share)
            .toList());
  }

  public Bytes encode() {
    ByteWriter out = new ByteWriter().text(asset.name()).u8(signal.number()).u64(dueHeight);
    out.u8(shares.size());
    for (Share share : shares) {
      out.text(share.rollup().name()).amount(share.part());
      out.u8(share.signals().isPresent() ? 1 : 0);
      share.signals().ifPresent(signals -> write(out, signals));
      out.u8(share.reports().size());
      for (Report report : share.reports()) {
        write(out.address(report.reporter()), report.signals());
      }
    }
    return out.toBytes();
  }

  private static void write(ByteWriter out, Signals signals) {
    out.amount(signals.volume()).u64(signals.gas());
    out.u8(signals.receiptsRoot().isPresent() ? 1 : 0);
    signals.receiptsRoot().ifPresent(out::hash);
  }

  public static EscrowRecord decode(Bytes encoded) {
    ByteReader in = new ByteReader(encoded);
    AssetId asset = new AssetId(in.text("asset", AssetId.MAX_NAME_LENGTH));
    Signal signal =
        Signal.ofNumber(in.u8("signal"))
            .orElseThrow(() -> new MalformedException("signal", "is an unknown one"));
    long dueHeight = in.u64("dueHeight");
    List<Share> shares = new ArrayList<>();
    for (int left = in.u8("shareCount"); left > 0; left--) {
      shares.add(readShare(in));
    }
    in.expectEnd();
    return new EscrowRecord(asset, signal, dueHeight, shares);
  }

  private static Share readShare(ByteReader in) {
    RollupId rollup = RollupId.of(in.text("rollup", RollupId.MAX_NAME_LENGTH));
    Amount part = in.amount("part");
    Optional<Signals> signals =
        in.u8("isReported") == 1 ? Optional.of(readSignals(in)) : Optional.empty();
    List<Report> reports = new ArrayList<>();
    for (int left = in.u8("reportCount"); left > 0; left--) {
      Address reporter = in.address("reporter");
      reports.add(new Report(reporter, readSignals(in)));
    }
    return new Share(rollup, part, signals, reports);
  }

  private static Signals readSignals(ByteReader in) {
    Amount volume = in.amount("volume");
    long gas = in.u64("gas");
    Optional<Hash32> receiptsRoot =
        in.u8("hasReceipts") == 1 ? Optional.of(in.hash("receiptsRoot")) : Optional.empty();
    return new Signals(volume, gas, receiptsRoot);
  }
}
