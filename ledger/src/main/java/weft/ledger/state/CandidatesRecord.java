package weft.ledger.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import weft.primitives.Address;
import weft.primitives.Amount;
import weft.primitives.ByteReader;
import weft.primitives.ByteWriter;
import weft.primitives.Bytes;

/// The active validators with the greatest bonds, from which each block selects the next set
/// without a look at all validators. In descending order of bond, then by ascending address.
public record CandidatesRecord(List<Candidate> candidates) {
  /// Twice the most validators of a set. A validator whose bond is too small for the list gets in
  /// when it adds to its bond, so that nobody can keep others out with many small bonds.
  public static final int MAX_CANDIDATES = 256;

  private static final Comparator<Candidate> ORDER =
      Comparator.comparing(Candidate::bond).reversed().thenComparing(Candidate::consensusAddress);

  public CandidatesRecord {
    candidates = List.copyOf(candidates);
  }

  public record Candidate(Address consensusAddress, Amount bond) {}

  /// The list with this validator, at most [#MAX_CANDIDATES] of it.
  public CandidatesRecord with(Address consensusAddress, Amount bond) {
    List<Candidate> all = new ArrayList<>(without(consensusAddress).candidates);
    all.add(new Candidate(consensusAddress, bond));
    return new CandidatesRecord(all.stream().sorted(ORDER).limit(MAX_CANDIDATES).toList());
  }

  public CandidatesRecord without(Address consensusAddress) {
    return new CandidatesRecord(
        candidates.stream().filter(one -> !one.consensusAddress.equals(consensusAddress)).toList());
  }

  public Bytes encode() {
    ByteWriter writer = new ByteWriter().u16(candidates.size());
    candidates.forEach(one -> writer.address(one.consensusAddress).amount(one.bond));
    return writer.toBytes();
  }

  public static CandidatesRecord decode(Bytes encoded) {
    ByteReader reader = new ByteReader(encoded);
    List<Candidate> candidates = new ArrayList<>();
    for (int left = reader.u16("count"); left > 0; left--) {
      candidates.add(new Candidate(reader.address("consensusAddress"), reader.amount("bond")));
    }
    reader.expectEnd();
    return new CandidatesRecord(candidates);
  }
}
