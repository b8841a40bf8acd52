package embedded

import (
	"container/heap"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// entry is one key's value: a string, list of strings, hash or zset.
type entry struct {
	value  any
	expire int64  // ms; 0 = never
	epoch  uint32 // the snapshot that has it; see keyspace.touch
}

// keyspace holds the data. Callers lock.
type keyspace struct {
	keys map[string]*entry
	due  expiries
	// While a snapshot is written epoch is its number and dump takes each key's value as it was when the snapshot
	// began.
	epoch   uint32
	dump    func(key string, e *entry)
	dumping bool
}

func newKeyspace() *keyspace { return &keyspace{keys: make(map[string]*entry)} }

var errWrongType = errors.New("WRONGTYPE operation against a key holding the wrong kind of value")

// find returns the key's entry, or nil when there is none or it has expired.
func (k *keyspace) find(key string, now int64) *entry {
	e := k.keys[key]
	if e == nil || e.expire != 0 && e.expire <= now {
		return nil
	}
	return e
}

// touch is called before a key changes: a running snapshot gets its old value first.
func (k *keyspace) touch(key string) {
	if !k.dumping {
		return
	}
	if e := k.keys[key]; e != nil && e.epoch != k.epoch {
		e.epoch = k.epoch
		k.dump(key, e)
	}
}

func (k *keyspace) drop(key string) {
	k.touch(key)
	delete(k.keys, key)
}

func (k *keyspace) put(key string, value any) *entry {
	k.touch(key)
	e := &entry{value: value, epoch: k.epoch}
	k.keys[key] = e
	return e
}

func (k *keyspace) expireAt(key string, e *entry, at int64) {
	e.expire = at
	if at != 0 {
		heap.Push(&k.due, expiry{at, key})
	}
}

// reap removes some of the keys whose time has come. It runs only inside journaled operations, with their time, so that
// a replay removes the same.
func (k *keyspace) reap(now int64) {
	for n := 0; n < 20 && len(k.due) > 0 && k.due[0].at <= now; n++ {
		x := heap.Pop(&k.due).(expiry)
		if e := k.keys[x.key]; e != nil && e.expire == x.at {
			k.drop(x.key)
		}
	}
}

type expiry struct {
	at  int64
	key string
}

type expiries []expiry

func (h expiries) Len() int           { return len(h) }
func (h expiries) Less(i, j int) bool { return h[i].at < h[j].at }
func (h expiries) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *expiries) Push(x any)        { *h = append(*h, x.(expiry)) }
func (h *expiries) Pop() any {
	old := *h
	x := old[len(old)-1]
	*h = old[:len(old)-1]
	return x
}

// get returns the typed value for reading; the zero T when there is none.
func get[T any](k *keyspace, key string, now int64) (v T, ok bool, err error) {
	e := k.find(key, now)
	if e == nil {
		return v, false, nil
	}
	v, ok = e.value.(T)
	if !ok {
		return v, false, fmt.Errorf("%w: %s", errWrongType, key)
	}
	return v, true, nil
}

// forWrite returns the entry to change, made by fresh when there is none. Maps and zsets change in place, so the
// snapshot takes its copy first.
func forWrite[T any](k *keyspace, key string, now int64, fresh func() T) (*entry, T, error) {
	e := k.find(key, now)
	if e == nil {
		v := fresh()
		if k.keys[key] != nil {
			k.drop(key)
		}
		return k.put(key, v), v, nil
	}
	v, ok := e.value.(T)
	if !ok {
		return nil, v, fmt.Errorf("%w: %s", errWrongType, key)
	}
	k.touch(key)
	return e, v, nil
}

// do runs one command. Results are string, int64, nil or []any, as Redis would give them (RESP2).
func (k *keyspace) do(now int64, args []string) (any, error) {
	c, ok := commands[strings.ToUpper(args[0])]
	if !ok {
		return nil, fmt.Errorf("unknown command %q", args[0])
	}
	if len(args)-1 < c.min {
		return nil, fmt.Errorf("%s: %d arguments are too few", args[0], len(args)-1)
	}
	return c.run(k, now, args[1:])
}

type command struct {
	min    int
	writes bool
	run    func(k *keyspace, now int64, a []string) (any, error)
}

// commands is the subset of Redis that the scripts and reads use; the conformance suite holds it to the real one.
var commands = map[string]command{
	"GET": {1, false, cmdGet}, "GETRANGE": {3, false, cmdGetRange}, "EXISTS": {1, false, cmdExists},
	"SET": {2, true, cmdSet}, "DEL": {1, true, cmdDel}, "APPEND": {2, true, cmdAppend}, "INCRBY": {2, true, cmdIncrBy},
	"PEXPIRE": {2, true, cmdPExpire}, "PTTL": {1, false, cmdPTTL},
	"HGET": {2, false, cmdHGet}, "HSET": {3, true, cmdHSet}, "HDEL": {2, true, cmdHDel},
	"HINCRBY": {3, true, cmdHIncrBy},
	"HGETALL": {1, false, cmdHGetAll}, "HLEN": {1, false, cmdHLen}, "HMGET": {2, false, cmdHMGet},
	"RPUSH": {2, true, cmdRPush}, "LPOP": {1, true, cmdLPop}, "LINDEX": {2, false, cmdLIndex},
	"LLEN":   {1, false, cmdLLen},
	"LRANGE": {3, false, cmdLRange},
	"ZADD":   {3, true, cmdZAdd}, "ZREM": {2, true, cmdZRem}, "ZSCORE": {2, false, cmdZScore},
	"ZMSCORE": {2, false, cmdZMScore}, "ZCARD": {1, false, cmdZCard},
	"ZCOUNT": {3, false, cmdZCount}, "ZRANGE": {3, false, cmdZRange}, "ZRANGEBYSCORE": {3, false, cmdZRangeByScore},
	"ZREVRANGEBYSCORE": {3, false, cmdZRevRangeByScore}, "ZREMRANGEBYSCORE": {3, true, cmdZRemRangeByScore},
}

func number(s string) (int64, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err == nil {
		return n, nil
	}
	// Lua writes large numbers as floats.
	f, ferr := strconv.ParseFloat(s, 64)
	if ferr != nil || f != float64(int64(f)) {
		return 0, fmt.Errorf("%q is not a whole number", s)
	}
	return int64(f), nil
}

func decimal(n int64) string { return strconv.FormatInt(n, 10) }

func truth(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
