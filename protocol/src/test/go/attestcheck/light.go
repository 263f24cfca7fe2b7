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

func (l *light) check(s statement, attestation []byte, nowMs uint64) string {
	if l.forked {
		return "LIGHT-6"
	}
	if s.chainID != l.chainID {
		return "LIGHT-1"
	}
	if s.height < l.sets[0].first {
		return "LIGHT-2"
	}
	at := len(l.sets) - 1
	if last := l.sets[at].last; last != 0 && s.height > last {
		return "LIGHT-3"
	}
	for s.height < l.sets[at].first {
		at--
	}
	k := l.sets[at]
	if nowMs >= k.timeMs+l.periodMs {
		return "LIGHT-4"
	}
	if rule := attests(attestation, digest(s), k.set); rule != "" {
		return rule
	}
	if before, ok := l.seen[s.height]; ok && before != string(s.raw) {
		l.forked = true
		return "LIGHT-6"
	}
	changes := s.next != k.set.hash
	if k.last != 0 && (s.height == k.last && s.next != k.next || s.height != k.last && changes) ||
		k.last == 0 && changes && s.height < k.newest {
		return "LIGHT-5"
	}
	k.newest, k.timeMs = max(k.newest, s.height), max(k.timeMs, s.timeMs)
	if changes {
		k.last, k.next = s.height, s.next
	}
	l.seen[s.height] = string(s.raw)
	return ""
}

func (l *light) follow(s statement, attestation []byte, next set, nowMs uint64) string {
	if next.hash != s.next {
		return "LIGHT-7"
	}
	if rule := l.check(s, attestation, nowMs); rule != "" {
		return rule
	}
	if newest := l.sets[len(l.sets)-1]; newest.last == s.height {
		l.sets = append(l.sets, &known{first: s.height + 1, newest: s.height, timeMs: s.timeMs, set: next})
	}
	return ""
}
