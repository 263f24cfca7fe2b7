// Command ics23check checks proofs with the reference verifier of ICS-23.
//
// It reads one JSON object a line, {"root","key","value","proof"} in hexadecimal, where a missing
// value asks for a proof of absence, and answers each with a line "ok" or "refused".
package main

import (
	"bufio"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"

	ics23 "github.com/cosmos/ics23/go"
)

const maxLineBytes = 8 << 20

type question struct {
	Root  string  `json:"root"`
	Key   string  `json:"key"`
	Value *string `json:"value"`
	Proof string  `json:"proof"`
}

func main() {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, maxLineBytes)
	for lines.Scan() {
		holds, err := check(lines.Bytes())
		if err != nil {
			fmt.Fprintln(os.Stderr, "unreadable question:", err)
			os.Exit(1)
		}
		if holds {
			fmt.Fprintln(out, "ok")
		} else {
			fmt.Fprintln(out, "refused")
		}
	}
	if err := lines.Err(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func check(line []byte) (bool, error) {
	var q question
	if err := json.Unmarshal(line, &q); err != nil {
		return false, err
	}
	root, err := hex.DecodeString(q.Root)
	if err != nil {
		return false, err
	}
	key, err := hex.DecodeString(q.Key)
	if err != nil {
		return false, err
	}
	encoded, err := hex.DecodeString(q.Proof)
	if err != nil {
		return false, err
	}
	if q.Value == nil {
		return verify(encoded, func(proof *ics23.CommitmentProof) bool {
			return ics23.VerifyNonMembership(ics23.SmtSpec, root, proof, key)
		}), nil
	}
	value, err := hex.DecodeString(*q.Value)
	if err != nil {
		return false, err
	}
	return verify(encoded, func(proof *ics23.CommitmentProof) bool {
		return ics23.VerifyMembership(ics23.SmtSpec, root, proof, key, value)
	}), nil
}

// verify counts a panic as a refusal: the library indexes past the end of some malformed paths.
func verify(encoded []byte, holds func(*ics23.CommitmentProof) bool) (ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	var proof ics23.CommitmentProof
	if err := proof.Unmarshal(encoded); err != nil {
		return false
	}
	return holds(&proof)
}
