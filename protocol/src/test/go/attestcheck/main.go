// An independent verifier of attestations.json, after docs/protocol/attestations.md, without any code of Weft:
// go run . ../../../../../docs/protocol/vectors/attestations.json
package main

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	bls "github.com/cloudflare/circl/ecc/bls12381"
)

type hexBytes []byte

func (b *hexBytes) UnmarshalJSON(text []byte) error {
	raw, err := hex.DecodeString(strings.TrimPrefix(strings.Trim(string(text), `"`), "0x"))
	*b = raw
	return err
}

type vectors struct {
	Sets []struct {
		Members []struct {
			BlsKey, Possession hexBytes
		}
		Validators, Hash hexBytes
	}
	Statements   []struct{ Statement, Digest hexBytes }
	Attestations []struct {
		About, Rule                        string
		Statement, Attestation, Validators hexBytes
	}
	Chains []struct {
		About string
		Point struct {
			ChainID, Height, TimeMs uint64
			Validators              hexBytes
		}
		TrustingPeriodMs uint64
		Steps            []struct {
			Do, Rule                               string
			Statement, Attestation, NextValidators hexBytes
			NowMs                                  uint64
		}
	}
}

var count int

func expect(holds bool, about ...any) {
	if !holds {
		fmt.Println(about...)
		os.Exit(1)
	}
	count++
}

func main() {
	file, err := os.ReadFile(os.Args[1])
	if err != nil {
		panic(err)
	}
	var all vectors
	if err := json.Unmarshal(file, &all); err != nil {
		panic(err)
	}
	for i, one := range all.Sets {
		s, rule := readSet(one.Validators)
		expect(rule == "" && string(s.hash[:]) == string(one.Hash), "set", i)
		for j, m := range one.Members {
			key, ok := publicKey(m.BlsKey)
			expect(ok && isSigned([]*bls.G1{key}, m.BlsKey, m.Possession, possessionTag), "possession", i, j)
		}
	}
	for i, one := range all.Statements {
		s, rule := readStatement(one.Statement)
		expect(rule == "" && string(digest(s)) == string(one.Digest), "statement", i)
	}
	for _, one := range all.Attestations {
		members, rule := readSet(one.Validators)
		var said statement
		if rule == "" {
			said, rule = readStatement(one.Statement)
		}
		if rule == "" {
			rule = attests(one.Attestation, digest(said), members)
		}
		expect(rule == one.Rule, one.About, "- says", rule, "instead of", one.Rule)
	}
	for _, chain := range all.Chains {
		members, rule := readSet(chain.Point.Validators)
		expect(rule == "", chain.About)
		point := &known{first: chain.Point.Height, newest: chain.Point.Height - 1, timeMs: chain.Point.TimeMs, set: members}
		l := &light{chain.Point.ChainID, chain.TrustingPeriodMs, []*known{point}, map[uint64]string{}, false}
		for i, step := range chain.Steps {
			said, rule := readStatement(step.Statement)
			if rule == "" && step.Do == "follow" {
				var next set
				next, rule = readSet(step.NextValidators)
				if rule == "" {
					rule = l.follow(said, step.Attestation, next, step.NowMs)
				}
			} else if rule == "" {
				rule = l.check(said, step.Attestation, step.NowMs)
			}
			expect(rule == step.Rule, chain.About, "- step", i, "says", rule, "instead of", step.Rule)
		}
	}
	fmt.Println("attestations.json:", count, "verdicts as published")
}
