package embedded

import (
	"fmt"
	"maps"
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
