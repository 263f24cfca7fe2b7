package main

// A reader that follows sets of validators: one entry for each set, with the heights that it attests.
type known struct {
	first, last uint64 // last is 0 while it is not known
	next        [32]byte
	newest      uint64
	timeMs      uint64
	set         set
}

type light struct {
	chainID, periodMs uint64
	sets              []*known
	seen              map[uint64]string
	forked            bool
}

// The set of the statement's height, or the rule by which it is not believed.
func (l *light) believable(s statement, nowMs uint64) (*known, string) {
	if l.forked {
		return nil, "LIGHT-6"
	}
	if s.chainID != l.chainID {
		return nil, "LIGHT-1"
	}
	if s.height < l.sets[0].first {
		return nil, "LIGHT-2"
	}
	at := len(l.sets) - 1
	if last := l.sets[at].last; last != 0 && s.height > last {
		return nil, "LIGHT-3"
	}
	for s.height < l.sets[at].first {
		at--
	}
	if nowMs >= l.sets[at].timeMs+l.periodMs {
		return nil, "LIGHT-4"
	}
	return l.sets[at], ""
}

// Names the next set as other statements do.
func (k *known) fits(s statement) bool {
	changes := s.next != k.set.hash
	return !(k.last != 0 && (s.height == k.last && s.next != k.next || s.height != k.last && changes) ||
		k.last == 0 && changes && s.height < k.newest)
}

func (k *known) note(s statement) {
	if s.next != k.set.hash {
		k.last, k.next = s.height, s.next
	}
}

func (l *light) check(s statement, attestation []byte, nowMs uint64) string {
	k, rule := l.believable(s, nowMs)
	if rule != "" {
		return rule
	}
	if rule := attests(attestation, digest(s), k.set); rule != "" {
		return rule
	}
	if before, ok := l.seen[s.height]; ok && before != string(s.raw) {
		l.forked = true
		return "LIGHT-6"
	}
	if !k.fits(s) {
		return "LIGHT-5"
	}
	k.newest, k.timeMs = max(k.newest, s.height), max(k.timeMs, s.timeMs)
	k.note(s)
	l.seen[s.height] = string(s.raw)
	return ""
}

func (l *light) follow(s statement, attestation []byte, next set, nowMs uint64) string {
	if next.hash != s.next {
		return "LIGHT-7"
	}
	k, rule := l.believable(s, nowMs)
	if rule != "" {
		return rule
	}
	rule, power := signed(attestation, digest(s), k.set)
	if rule != "ATT-7" && rule != "ATT-10" && 3*power <= k.set.total {
		return "LIGHT-8"
	}
	if rule != "" {
		return rule
	}
	if 3*power > 2*k.set.total {
		rule = l.check(s, attestation, nowMs)
	} else if k.fits(s) {
		k.note(s)
	} else {
		rule = "LIGHT-5"
	}
	if rule != "" {
		return rule
	}
	if newest := l.sets[len(l.sets)-1]; newest.last == s.height {
		l.sets = append(l.sets, &known{first: s.height + 1, newest: s.height, timeMs: s.timeMs, set: next})
	}
	return ""
}
