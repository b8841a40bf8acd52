package embedded

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
)

func cmdGet(k *keyspace, now int64, a []string) (any, error) {
	v, ok, err := get[string](k, a[0], now)
	if !ok {
		return nil, err
	}
	return v, nil
}

func cmdGetRange(k *keyspace, now int64, a []string) (any, error) {
	v, _, err := get[string](k, a[0], now)
	if err != nil {
		return nil, err
	}
	from, to, err := span(a[1], a[2], len(v))
	if err != nil || from >= to {
		return "", err
	}
	return v[from:to], nil
}

// span turns Redis' inclusive, possibly negative indexes into [from, to).
func span(first, last string, n int) (from, to int, err error) {
	f, err := number(first)
	if err != nil {
		return 0, 0, err
	}
	l, err := number(last)
	if err != nil {
		return 0, 0, err
	}
	if f < 0 {
		f += int64(n)
	}
	if l < 0 {
		l += int64(n)
	}
	return int(max(f, 0)), int(min(l+1, int64(n))), nil
}

func cmdExists(k *keyspace, now int64, a []string) (any, error) {
	return truth(k.find(a[0], now) != nil), nil
}

// SET key value [PX ms]
func cmdSet(k *keyspace, now int64, a []string) (any, error) {
	var at int64
	if len(a) > 2 {
		if len(a) != 4 || !strings.EqualFold(a[2], "PX") {
			return nil, fmt.Errorf("SET: only PX is known")
		}
		ms, err := number(a[3])
		if err != nil || ms <= 0 {
			return nil, fmt.Errorf("SET: invalid expire %q", a[3])
		}
		at = now + ms
	}
	k.expireAt(a[0], k.put(a[0], a[1]), at)
	return "OK", nil
}

func cmdDel(k *keyspace, now int64, a []string) (any, error) {
	var n int64
	for _, key := range a {
		n += truth(k.find(key, now) != nil)
		if k.keys[key] != nil {
			k.drop(key)
		}
	}
	return n, nil
}

func cmdAppend(k *keyspace, now int64, a []string) (any, error) {
	e, v, err := forWrite(k, a[0], now, func() string { return "" })
	if err != nil {
		return nil, err
	}
	v += a[1]
	e.value = v
	return int64(len(v)), nil
}

func cmdIncrBy(k *keyspace, now int64, a []string) (any, error) {
	delta, err := number(a[1])
	if err != nil {
		return nil, err
	}
	e, v, err := forWrite(k, a[0], now, func() string { return "0" })
	if err != nil {
		return nil, err
	}
	n, err := number(v)
	if err != nil {
		return nil, err
	}
	e.value = decimal(n + delta)
	return n + delta, nil
}

func cmdPExpire(k *keyspace, now int64, a []string) (any, error) {
	ms, err := number(a[1])
	if err != nil {
		return nil, err
	}
	e := k.find(a[0], now)
	if e == nil {
		return int64(0), nil
	}
	k.touch(a[0])
	k.expireAt(a[0], e, now+ms)
	return int64(1), nil
}

func cmdPTTL(k *keyspace, now int64, a []string) (any, error) {
	switch e := k.find(a[0], now); {
	case e == nil:
		return int64(-2), nil
	case e.expire == 0:
		return int64(-1), nil
	default:
		return e.expire - now, nil
	}
}

type hash = map[string]string

func cmdHGet(k *keyspace, now int64, a []string) (any, error) {
	h, _, err := get[hash](k, a[0], now)
	if v, ok := h[a[1]]; ok {
		return v, nil
	}
	return nil, err
}

func cmdHMGet(k *keyspace, now int64, a []string) (any, error) {
	h, _, err := get[hash](k, a[0], now)
	out := make([]any, len(a)-1)
	for i, field := range a[1:] {
		if v, ok := h[field]; ok {
			out[i] = v
		}
	}
	return out, err
}

func cmdHSet(k *keyspace, now int64, a []string) (any, error) {
	if len(a)%2 == 0 {
		return nil, fmt.Errorf("HSET: a field without a value")
	}
	_, h, err := forWrite(k, a[0], now, func() hash { return hash{} })
	if err != nil {
		return nil, err
	}
	before := len(h)
	for i := 1; i < len(a); i += 2 {
		h[a[i]] = a[i+1]
	}
	return int64(len(h) - before), nil
}

func cmdHDel(k *keyspace, now int64, a []string) (any, error) {
	h, ok, err := get[hash](k, a[0], now)
	if !ok {
		return int64(0), err
	}
	k.touch(a[0])
	before := len(h)
	for _, field := range a[1:] {
		delete(h, field)
	}
	if len(h) == 0 {
		k.drop(a[0])
	}
	return int64(before - len(h)), nil
}

func cmdHIncrBy(k *keyspace, now int64, a []string) (any, error) {
	delta, err := number(a[2])
	if err != nil {
		return nil, err
	}
	_, h, err := forWrite(k, a[0], now, func() hash { return hash{} })
	if err != nil {
		return nil, err
	}
	var n int64
	if v, ok := h[a[1]]; ok {
		if n, err = number(v); err != nil {
			return nil, err
		}
	}
	h[a[1]] = decimal(n + delta)
	return n + delta, nil
}

func cmdHGetAll(k *keyspace, now int64, a []string) (any, error) {
	h, _, err := get[hash](k, a[0], now)
	out := make([]any, 0, 2*len(h))
	// Sorted, so that a script gives the same when it is replayed.
	for _, field := range slices.Sorted(maps.Keys(h)) {
		out = append(out, field, h[field])
	}
	return out, err
}

func cmdHLen(k *keyspace, now int64, a []string) (any, error) {
	h, _, err := get[hash](k, a[0], now)
	return int64(len(h)), err
}

type list = []string

func cmdRPush(k *keyspace, now int64, a []string) (any, error) {
	e, l, err := forWrite(k, a[0], now, func() list { return nil })
	if err != nil {
		return nil, err
	}
	l = append(l, a[1:]...)
	e.value = l
	return int64(len(l)), nil
}

func cmdLPop(k *keyspace, now int64, a []string) (any, error) {
	l, ok, err := get[list](k, a[0], now)
	if !ok {
		return nil, err
	}
	k.touch(a[0])
	if len(l) == 1 {
		k.drop(a[0])
	} else {
		k.keys[a[0]].value = l[1:]
	}
	return l[0], nil
}

func cmdLIndex(k *keyspace, now int64, a []string) (any, error) {
	l, _, err := get[list](k, a[0], now)
	if err != nil {
		return nil, err
	}
	i, _, err := span(a[1], a[1], len(l))
	if err != nil || i >= len(l) {
		return nil, err
	}
	return l[i], nil
}

func cmdLLen(k *keyspace, now int64, a []string) (any, error) {
	l, _, err := get[list](k, a[0], now)
	return int64(len(l)), err
}

func cmdLRange(k *keyspace, now int64, a []string) (any, error) {
	l, _, err := get[list](k, a[0], now)
	if err != nil {
		return nil, err
	}
	from, to, err := span(a[1], a[2], len(l))
	out := []any{}
	for i := from; i < to; i++ {
		out = append(out, l[i])
	}
	return out, err
}

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

// bound reads "-inf", "+inf", "12" or "(12"; low tells which end it is.
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
