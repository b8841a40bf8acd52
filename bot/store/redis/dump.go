package redis

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"strconv"
	"strings"
	"time"

	goredis "github.com/redis/go-redis/v9"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/store/engine"
)

const (
	freezeFor = 4 * time.Second // renewed while the backup lives
	pageSize  = 1000
)

// passingKeys are not part of the state.
func passingKey(key string) bool {
	switch strings.TrimPrefix(key, prefix) {
	case "frozen", "thaw", "probe", "restoring":
		return true
	}
	return false
}

// node is where our keys are: in a cluster the one node of our hash tag.
func (e *Engine) node(ctx context.Context) (goredis.Cmdable, error) {
	if c, ok := e.client.(*goredis.ClusterClient); ok {
		return c.MasterForKey(ctx, prefix)
	}
	return e.client, nil
}

// frozen runs f while no script of any process changes anything; they wait meanwhile. It fails when the freeze did not
// last until f ended, for then what f saw may not be of one moment.
func (e *Engine) frozen(ctx context.Context, f func(goredis.Cmdable) error) error {
	node, err := e.node(ctx)
	if err != nil {
		return wrapRedis(err)
	}
	me := strconv.FormatInt(time.Now().UnixNano(), 36)
	for {
		ok, err := node.SetNX(ctx, prefix+"frozen", me, freezeFor).Result() //nolint:staticcheck // clear and enough
		if err != nil {
			return wrapRedis(err)
		}
		if ok {
			break
		}
		if err := engine.Pause(ctx, 100*time.Millisecond); err != nil { // another backup
			return err
		}
	}
	ctx, cancel := context.WithCancelCause(ctx)
	renewed := make(chan struct{})
	go func() {
		defer close(renewed)
		for engine.Pause(ctx, freezeFor/4) == nil {
			if v, err := node.Get(ctx, prefix+"frozen").Result(); err != nil || v != me {
				cancel(fmt.Errorf("the freeze ended early: %w", bot.ErrUnavailable))
				return
			}
			node.PExpire(ctx, prefix+"frozen", freezeFor)
		}
	}()
	err = f(node)
	lost := context.Cause(ctx)
	cancel(nil)
	<-renewed
	end, done := context.WithTimeout(context.WithoutCancel(ctx), batchTime)
	defer done()
	if v, getErr := node.Get(end, prefix+"frozen").Result(); getErr != nil || v != me {
		return errors.Join(err, fmt.Errorf("the freeze ended early: %w", bot.ErrUnavailable))
	}
	// Leases that ended while everybody waited are not taken over until their owners could settle them.
	_, endErr := node.Pipelined(end, func(p goredis.Pipeliner) error {
		p.Set(end, prefix+"thaw", "1", 2*time.Second)
		p.Del(end, prefix+"frozen")
		return nil
	})
	return errors.Join(err, lost, wrapRedis(endErr))
}

// Dump implements engine.Engine. All processes wait with their writes until it is read (about a second for 100,000
// keys).
func (e *Engine) Dump(ctx context.Context, emit func(engine.Record) error) error {
	bare := emit
	emit = func(r engine.Record) error {
		r.Key = strings.TrimPrefix(r.Key, prefix)
		return bare(r)
	}
	return e.frozen(ctx, func(node goredis.Cmdable) error {
		seed, seen := maphash.MakeSeed(), make(map[uint64]struct{}) // SCAN may give a key twice
		return scan(ctx, node, func(keys []string) error {
			fresh := keys[:0]
			for _, key := range keys {
				h := maphash.String(seed, key)
				if _, twice := seen[h]; !twice && !passingKey(key) {
					seen[h] = struct{}{}
					fresh = append(fresh, key)
				}
			}
			return dumpKeys(ctx, node, fresh, emit)
		})
	})
}

func scan(ctx context.Context, node goredis.Cmdable, page func([]string) error) error {
	var cursor uint64
	for {
		keys, next, err := node.Scan(ctx, cursor, prefix+"*", pageSize).Result()
		if err != nil {
			return wrapRedis(err)
		}
		if err := page(keys); err != nil {
			return err
		}
		if cursor = next; cursor == 0 {
			return nil
		}
	}
}

func dumpKeys(ctx context.Context, node goredis.Cmdable, keys []string, emit func(engine.Record) error) error {
	if len(keys) == 0 {
		return nil
	}
	types, ttls, strs := make([]*goredis.StatusCmd, len(keys)), make([]*goredis.DurationCmd, len(keys)),
		make([]*goredis.StringCmd, len(keys))
	now := time.Now()
	_, err := node.Pipelined(ctx, func(p goredis.Pipeliner) error {
		for i, key := range keys {
			types[i], ttls[i], strs[i] = p.Type(ctx, key), p.PTTL(ctx, key), p.Get(ctx, key)
		}
		return nil
	})
	var answer goredis.Error
	if err != nil && !errors.As(err, &answer) { // GET of what is no string fails, as expected
		return wrapRedis(err)
	}
	for i, key := range keys {
		r := engine.Record{Key: key}
		if ttl := ttls[i].Val(); ttl > 0 {
			r.Expire = now.Add(ttl).UnixMilli()
		}
		switch types[i].Val() {
		case "string":
			r.Kind, r.Fields = 's', []string{strs[i].Val()}
			err = emit(r)
		case "hash", "list", "zset":
			err = dumpPieces(ctx, node, types[i].Val(), r, emit)
		case "none": // expired
		default:
			err = fmt.Errorf("key %q is a %s: not ours", key, types[i].Val())
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func dumpPieces(ctx context.Context, node goredis.Cmdable, kind string, r engine.Record,
	emit func(engine.Record) error) error {
	r.Kind = kind[0]
	if kind == "hash" { // groups of counters and the like: small
		h, err := node.HGetAll(ctx, r.Key).Result()
		if err != nil {
			return wrapRedis(err)
		}
		for field, v := range h {
			r.Fields = append(r.Fields, field, v)
		}
		return emit(r)
	}
	for from := int64(0); ; from += pageSize {
		r.Fields = r.Fields[:0:0]
		if kind == "list" {
			items, err := node.LRange(ctx, r.Key, from, from+pageSize-1).Result()
			if err != nil {
				return wrapRedis(err)
			}
			r.Fields = items
		} else {
			items, err := node.ZRangeWithScores(ctx, r.Key, from, from+pageSize-1).Result()
			if err != nil {
				return wrapRedis(err)
			}
			for _, it := range items {
				r.Fields = append(r.Fields, it.Member.(string), int64s(int64(it.Score)))
			}
		}
		if len(r.Fields) == 0 {
			return nil
		}
		if err := emit(r); err != nil {
			return err
		}
	}
}

// Used implements engine.Engine.
func (e *Engine) Used(ctx context.Context) (bool, error) {
	node, err := e.node(ctx)
	if err != nil {
		return false, wrapRedis(err)
	}
	if n, err := node.Exists(ctx, prefix+"restoring").Result(); err != nil || n > 0 {
		return false, wrapRedis(err) // a restore that was cut off is begun again
	}
	errUsed := errors.New("used")
	err = scan(ctx, node, func(keys []string) error {
		for _, key := range keys {
			if !passingKey(key) && key != prefix+"version" {
				return errUsed
			}
		}
		return nil
	})
	if errors.Is(err, errUsed) {
		return true, nil
	}
	return false, err
}

// Replace implements engine.Engine. When it fails half way, it is to be run again; no other process may use the state
// meanwhile.
func (e *Engine) Replace(ctx context.Context, next func() (engine.Record, bool, error)) error {
	return e.frozen(ctx, func(node goredis.Cmdable) error {
		if err := node.Set(ctx, prefix+"restoring", "1", 0).Err(); err != nil {
			return wrapRedis(err)
		}
		err := scan(ctx, node, func(keys []string) error {
			old := keys[:0]
			for _, key := range keys {
				if !passingKey(key) {
					old = append(old, key)
				}
			}
			if len(old) == 0 {
				return nil
			}
			return wrapRedis(node.Unlink(ctx, old...).Err())
		})
		for more := true; err == nil && more; {
			more, err = restoreSome(ctx, node, next)
		}
		if err != nil {
			return err
		}
		return wrapRedis(node.Del(ctx, prefix+"restoring").Err())
	})
}

// restoreSome writes the next records in one pipeline.
func restoreSome(ctx context.Context, node goredis.Cmdable, next func() (engine.Record, bool, error)) (more bool,
	err error) {
	now := time.Now().UnixMilli()
	p := node.Pipeline()
	for range 200 {
		r, ok, err := next()
		if err != nil {
			return false, err
		}
		if !ok {
			_, err := p.Exec(ctx)
			return false, wrapRedis(err)
		}
		if r.Expire != 0 && r.Expire <= now {
			continue
		}
		args := make([]any, 0, len(r.Fields)+2)
		name := map[byte]string{'s': "SET", 'l': "RPUSH", 'h': "HSET", 'z': "ZADD"}[r.Kind]
		if name == "" {
			return false, fmt.Errorf("key %q: unknown kind %q", r.Key, r.Kind)
		}
		r.Key = prefix + r.Key
		args = append(args, name, r.Key)
		if r.Kind == 'z' {
			for i := 0; i+1 < len(r.Fields); i += 2 {
				args = append(args, r.Fields[i+1], r.Fields[i])
			}
		} else {
			for _, f := range r.Fields {
				args = append(args, f)
			}
		}
		p.Do(ctx, args...)
		if r.Expire != 0 {
			p.PExpireAt(ctx, r.Key, time.UnixMilli(r.Expire))
		}
	}
	_, err = p.Exec(ctx)
	return true, wrapRedis(err)
}
