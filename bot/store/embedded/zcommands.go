package embedded

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// ZADD key [NX|XX] score member [score member …]
func cmdZAdd(k *keyspace, now int64, a []string) (any, error) {
	key, rest := a[0], a[1:]
	nx, xx := strings.EqualFold(rest[0], "NX"), strings.EqualFold(rest[0], "XX")
	if nx || xx {
		rest = rest[1:]
	}
	if len(rest) == 0 || len(rest)%2 != 0 {
		return nil, fmt.Errorf("ZADD: a score without a member")
	}
	if xx && k.find(key, now) == nil {
		return int64(0), nil
	}
	_, z, err := forWrite(k, key, now, newZset)
	if err != nil {
		return nil, err
	}
	var n int64
	for i := 0; i < len(rest); i += 2 {
		score, err := number(rest[i])
		if err != nil {
			return nil, err
		}
		_, had := z.scores[rest[i+1]]
		if nx && had || xx && !had {
			continue
		}
		n += truth(z.set(rest[i+1], score))
	}
	return n, nil
}

func cmdZRem(k *keyspace, now int64, a []string) (any, error) {
	z, ok, err := get[*zset](k, a[0], now)
	if !ok {
		return int64(0), err
	}
	k.touch(a[0])
	var n int64
	for _, member := range a[1:] {
		n += truth(z.remove(member))
	}
	if len(z.scores) == 0 {
		k.drop(a[0])
	}
	return n, nil
}

func cmdZScore(k *keyspace, now int64, a []string) (any, error) {
	z, ok, err := get[*zset](k, a[0], now)
	if !ok {
		return nil, err
	}
	if s, ok := z.scores[a[1]]; ok {
		return decimal(s), nil
	}
	return nil, nil
}

func cmdZMScore(k *keyspace, now int64, a []string) (any, error) {
	z, ok, err := get[*zset](k, a[0], now)
	out := make([]any, len(a)-1)
	for i, member := range a[1:] {
		if ok {
			if s, in := z.scores[member]; in {
				out[i] = decimal(s)
			}
		}
	}
	return out, err
}

func cmdZCard(k *keyspace, now int64, a []string) (any, error) {
	z, ok, err := get[*zset](k, a[0], now)
	if !ok {
		return int64(0), err
	}
	return int64(len(z.scores)), nil
}

// bound reads "-inf", "+inf", "12" or "(12"; low says which end it is.
func bound(s string, low bool) (int64, error) {
	switch s {
	case "-inf":
		return math.MinInt64, nil
	case "+inf", "inf":
		return math.MaxInt64, nil
	}
	open, isOpen := strings.CutPrefix(s, "(")
	n, err := number(open)
	switch {
	case err != nil || !isOpen:
		return n, err
	case low:
		return n + 1, nil
	default:
		return n - 1, nil
	}
}

// ranks returns the ranks [from, to) of the scores in [lo, hi].
func ranks(z *zset, lo, hi string) (from, to int, err error) {
	l, err := bound(lo, true)
	if err != nil {
		return 0, 0, err
	}
	h, err := bound(hi, false)
	if err != nil {
		return 0, 0, err
	}
	to = len(z.scores)
	if h != math.MaxInt64 {
		to = z.rankOf(h + 1)
	}
	return z.rankOf(l), to, nil
}

func cmdZCount(k *keyspace, now int64, a []string) (any, error) {
	z, ok, err := get[*zset](k, a[0], now)
	if !ok {
		return int64(0), err
	}
	from, to, err := ranks(z, a[1], a[2])
	return int64(max(to-from, 0)), err
}

// ZRANGE key first last [WITHSCORES]: by rank.
func cmdZRange(k *keyspace, now int64, a []string) (any, error) {
	z, ok, err := get[*zset](k, a[0], now)
	if !ok {
		return []any{}, err
	}
	from, to, err := span(a[1], a[2], len(z.scores))
	if err != nil {
		return nil, err
	}
	return flat(z.slice(from, to), len(a) > 3), nil
}

func flat(items []zitem, withScores bool) []any {
	out := make([]any, 0, 2*len(items))
	for _, it := range items {
		out = append(out, it.member)
		if withScores {
			out = append(out, decimal(it.score))
		}
	}
	return out
}

// options reads [WITHSCORES] [LIMIT offset count].
func options(a []string) (scores bool, offset, count int64, err error) {
	count = -1
	for i := 0; i < len(a); i++ {
		switch {
		case strings.EqualFold(a[i], "WITHSCORES"):
			scores = true
		case strings.EqualFold(a[i], "LIMIT") && i+2 < len(a):
			if offset, err = number(a[i+1]); err != nil {
				return
			}
			if count, err = number(a[i+2]); err != nil {
				return
			}
			i += 2
		default:
			return false, 0, 0, fmt.Errorf("syntax error at %q", a[i])
		}
	}
	return
}

func byScore(k *keyspace, now int64, key, lo, hi string, rest []string, reverse bool) (any, error) {
	z, ok, err := get[*zset](k, key, now)
	if !ok {
		return []any{}, err
	}
	scores, offset, count, err := options(rest)
	if err != nil {
		return nil, err
	}
	from, to, err := ranks(z, lo, hi)
	if err != nil || offset < 0 {
		return []any{}, err
	}
	if count < 0 {
		count = int64(max(to-from, 0))
	}
	if reverse {
		to -= int(offset)
		items := z.slice(max(from, to-int(count)), to)
		slices.Reverse(items)
		return flat(items, scores), nil
	}
	from += int(offset)
	return flat(z.slice(from, min(to, from+int(count))), scores), nil
}

func cmdZRangeByScore(k *keyspace, now int64, a []string) (any, error) {
	return byScore(k, now, a[0], a[1], a[2], a[3:], false)
}

func cmdZRevRangeByScore(k *keyspace, now int64, a []string) (any, error) {
	return byScore(k, now, a[0], a[2], a[1], a[3:], true)
}

func cmdZRemRangeByScore(k *keyspace, now int64, a []string) (any, error) {
	z, ok, err := get[*zset](k, a[0], now)
	if !ok {
		return int64(0), err
	}
	from, to, err := ranks(z, a[1], a[2])
	if err != nil {
		return nil, err
	}
	items := z.slice(from, to)
	if len(items) == 0 {
		return int64(0), nil
	}
	k.touch(a[0])
	for _, it := range items {
		z.remove(it.member)
	}
	if len(z.scores) == 0 {
		k.drop(a[0])
	}
	return int64(len(items)), nil
}
