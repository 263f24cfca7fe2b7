package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"

	bls "github.com/cloudflare/circl/ecc/bls12381"
)

const domain = "\x00\x13weft/attestation/v1"

type member struct {
	address [32]byte
	key     *bls.G1
	power   uint64
}

type set struct {
	members []member
	total   uint64
	hash    [32]byte
}

type statement struct {
	raw                     []byte
	chainID, height, timeMs uint64
	next                    [32]byte
}

func digest(s statement) []byte {
	d := sha256.Sum256(s.raw)
	return d[:]
}

func root(leaves [][]byte) [32]byte {
	if len(leaves) == 1 {
		return sha256.Sum256(append([]byte{0}, leaves[0]...))
	}
	split := 1
	for 2*split < len(leaves) {
		split *= 2
	}
	left, right := root(leaves[:split]), root(leaves[split:])
	return sha256.Sum256(append(append([]byte{1}, left[:]...), right[:]...))
}

func readSet(raw []byte) (s set, rule string) {
	if len(raw) < 2 || len(raw) != 2+88*int(binary.BigEndian.Uint16(raw)) || len(raw) == 2 || len(raw) > 2+88*128 {
		return s, "ATT-1"
	}
	var leaves [][]byte
	for at := 2; at < len(raw); at += 88 {
		leaf := raw[at : at+88]
		key, ok := publicKey(leaf[32:80])
		m := member{sha256.Sum256(leaf[:32]), key, binary.BigEndian.Uint64(leaf[80:])}
		if !ok || m.power == 0 || m.power > 1<<53-s.total {
			return s, "ATT-1"
		}
		if n := len(s.members); n > 0 {
			before := s.members[n-1]
			order := bytes.Compare(before.address[:20], m.address[:20])
			if before.power < m.power || before.power == m.power && order >= 0 {
				return s, "ATT-1"
			}
		}
		s.members = append(s.members, m)
		s.total += m.power
		leaves = append(leaves, leaf)
	}
	s.hash = root(leaves)
	return s, ""
}

func readStatement(raw []byte) (s statement, rule string) {
	if len(raw) != 177 || string(raw[:21]) != domain {
		return s, "ATT-3"
	}
	number := func(at int) uint64 { return binary.BigEndian.Uint64(raw[at:]) }
	s = statement{raw, number(21), number(29), number(37), [32]byte(raw[145:])}
	if s.height == 0 || s.chainID>>63 != 0 || s.height>>63 != 0 || s.timeMs>>63 != 0 || raw[109] > 0x7f {
		return s, "ATT-3"
	}
	return s, ""
}

// The rule that an attestation breaks.
func attests(raw, message []byte, s set) string {
	rule, power := signed(raw, message, s)
	if (rule == "" || rule == "ATT-9") && 3*power <= 2*s.total {
		return "ATT-8"
	}
	return rule
}

// The rule that signatures break whatever the power of the signers, and that power.
func signed(raw, message []byte, s set) (string, uint64) {
	if len(raw) == 0 || len(raw) != 1+int(raw[0])+96 {
		return "ATT-10", 0
	}
	bitmap, signature := raw[1:1+raw[0]], raw[1+raw[0]:]
	if len(bitmap) != (len(s.members)+7)/8 {
		return "ATT-7", 0
	}
	var power uint64
	var keys []*bls.G1
	for i := 0; i < 8*len(bitmap); i++ {
		if bitmap[i/8]&(0x80>>(i%8)) == 0 {
			continue
		}
		if i >= len(s.members) {
			return "ATT-7", 0
		}
		power += s.members[i].power
		keys = append(keys, s.members[i].key)
	}
	if !isSigned(keys, message, signature, signatureTag) {
		return "ATT-9", power
	}
	return "", power
}
