package store_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest"
	"github.com/motcua/motcua/bot/bottest/redistest"
	"github.com/motcua/motcua/bot/store"
)

var failovers = flag.Duration("failover", time.Second, "how long updates are written before a master is killed")

// writers of updates at the same time; each has at most one whose answer is on the way.
const writers = 8

// TestSentinelFailover: a master is killed under load, three sentinels make one of its two copies the master, and the
// bot goes on with it. With copies=1 nothing that was confirmed is lost, and what was tried again has one effect.
func TestSentinelFailover(t *testing.T) {
	t.Parallel()
	master := redistest.Port(t)
	first := redistest.Start(t, "--bind", "127.0.0.1", "--port", master, "--repl-diskless-sync-delay", "0")
	copies := make([]*redistest.Server, 2)
	for i := range copies {
		copies[i] = redistest.Start(t, "--bind", "127.0.0.1", "--port", redistest.Port(t), "--replicaof",
			"127.0.0.1 "+master,
			"--repl-diskless-sync-delay", "0")
		copyIsUp(t, copies[i])
	}
	var watchers, ports []string
	for range 3 {
		at := redistest.Port(t)
		conf := filepath.Join(t.TempDir(), "sentinel.conf")
		text := "port " + at + "\nbind 127.0.0.1\nsentinel monitor motcua 127.0.0.1 " + master + " 2\n" +
			"sentinel down-after-milliseconds motcua 1000\nsentinel failover-timeout motcua 6000\n"
		if err := os.WriteFile(conf, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		redistest.Sentinel(t, conf, "127.0.0.1:"+at)
		ports, watchers = append(ports, at), append(watchers, "127.0.0.1:"+at)
	}
	for _, at := range ports {
		// How often they speak with each other, not what they decide by.
		ask(t, at, "SENTINEL", "DEBUG", "PUBLISH-PERIOD", "100", "INFO-PERIOD", "500", "ASK-PERIOD", "200")
	}
	bottest.Until(t, "the sentinels know each other and the copies", 30*time.Second, func() bool {
		for _, at := range ports {
			known := ask(t, at, "SENTINEL", "MASTER", "motcua")
			if !strings.Contains(known, "num-slaves\n2\n") || !strings.Contains(known, "num-other-sentinels\n2\n") {
				return false
			}
		}
		return true
	})
	failover(t, "sentinel://"+strings.Join(watchers, ",")+"/motcua/0?copies=1", first)
	if !slices.ContainsFunc(copies,
		func(s *redistest.Server) bool { return strings.HasPrefix(s.Do(t, "ROLE"), "master") }) {
		t.Error("no copy is the master")
	}
}

// TestClusterFailover: the same in a cluster of three masters, where the one that holds our keys has a copy.
func TestClusterFailover(t *testing.T) {
	t.Parallel()
	start := func() (*redistest.Server, string) {
		port := redistest.Port(t)
		return redistest.Start(t, "--port", port, "--bind", "127.0.0.1", "--cluster-enabled", "yes", "--cluster-port",
			redistest.Port(t), "--cluster-announce-ip", "127.0.0.1", "--cluster-node-timeout", "1500",
			"--repl-diskless-sync-delay", "0"), port
	}
	nodes, ports := make([]*redistest.Server, 4), make([]string, 4)
	for i := range nodes {
		nodes[i], ports[i] = start()
	}
	for i, part := range [][2]string{{"0", "5460"}, {"5461", "10922"}, {"10923", "16383"}} {
		nodes[i].Do(t, "CLUSTER", "ADDSLOTSRANGE", part[0], part[1])
		nodes[i].Do(t, "CLUSTER", "SET-CONFIG-EPOCH", fmt.Sprint(i+1))
	}
	for i := 1; i < len(nodes); i++ {
		bus := strings.TrimSpace(strings.Split(nodes[i].Do(t, "CONFIG", "GET", "cluster-port"), "\n")[1])
		nodes[0].Do(t, "CLUSTER", "MEET", "127.0.0.1", ports[i], bus)
	}
	bottest.Until(t, "the nodes know each other", 30*time.Second, func() bool {
		for _, n := range nodes {
			info := n.Do(t, "CLUSTER", "INFO")
			if !strings.Contains(info, "cluster_state:ok") || !strings.Contains(info, "cluster_known_nodes:4") {
				return false
			}
		}
		return true
	})
	const owner = 1 // CLUSTER KEYSLOT {mc} is 8627
	nodes[3].Do(t, "CLUSTER", "REPLICATE", strings.TrimSpace(nodes[owner].Do(t, "CLUSTER", "MYID")))
	copyIsUp(t, nodes[3])
	hosts := make([]string, len(ports))
	for i, p := range ports {
		hosts[i] = "127.0.0.1:" + p
	}
	failover(t, "cluster://"+strings.Join(hosts, ","), nodes[owner])
	if role := nodes[3].Do(t, "ROLE"); !strings.HasPrefix(role, "master") {
		t.Errorf("the copy is no master: %s", role)
	}
}

func copyIsUp(t *testing.T, s *redistest.Server) {
	t.Helper()
	bottest.Until(t, "the copy follows", 30*time.Second, func() bool {
		return strings.Contains(s.Do(t, "INFO", "replication"), "master_link_status:up")
	})
}

// ask runs a command at a port of this machine.
func ask(t *testing.T, port string, args ...string) string {
	t.Helper()
	out, err := exec.Command("redis-cli", append([]string{"-p", port}, args...)...).CombinedOutput()
	if err != nil {
		t.Fatalf("redis-cli: %v: %s", err, out)
	}
	return string(out)
}

// failover writes updates, kills the master meanwhile, goes on until each writer was confirmed by the new one, and
// counts.
func failover(t *testing.T, url string, master *redistest.Server) {
	t.Helper()
	t.Cleanup(func() { time.Sleep(1200 * time.Millisecond) }) // go-redis tries a dead address once a second
	w := open(t, store.Options{RedisURL: url}, &clock{t: time.Now()})
	ctx, cancel := context.WithTimeout(w.ctx, 90*time.Second)
	defer cancel()
	stop := make(chan struct{})
	confirmed := make([]int, writers)
	var longest time.Duration
	var mu sync.Mutex
	var wg, begun sync.WaitGroup
	begun.Add(writers)
	id := func(writer, n int) string { return fmt.Sprintf("telegram:%d-%d", writer, n) }
	for i := range writers {
		wg.Go(func() {
			for n := 0; ; n++ {
				began := time.Now()
				for { // as a platform does: again until it is confirmed
					_, err := w.UpdateOnce(ctx, id(i, n), func(tx bot.Tx) error {
						tx.Count("all", "n", 1, 0)
						return nil
					})
					if err == nil {
						break
					}
					if !errors.Is(err, bot.ErrUnavailable) || ctx.Err() != nil {
						t.Errorf("writer %d: %v", i, err)
						if n == 0 {
							begun.Done()
						}
						return
					}
				}
				if confirmed[i] = n + 1; n == 0 {
					begun.Done()
				}
				mu.Lock()
				longest = max(longest, time.Since(began))
				mu.Unlock()
				select {
				case <-stop:
					return
				default:
				}
			}
		})
	}
	begun.Wait()
	time.Sleep(*failovers)
	master.Kill(t)
	time.Sleep(*failovers)
	close(stop)
	wg.Wait()
	var count, forgotten atomic.Int64
	for i, n := range confirmed {
		wg.Go(func() {
			for k := range n {
				again, err := w.UpdateOnce(w.ctx, id(i, k),
					func(tx bot.Tx) error { tx.Count("again", "n", 1, 0); return nil })
				if err != nil {
					t.Error(err)
					return
				}
				count.Add(1)
				if again { // it would take effect a second time
					forgotten.Add(1)
				}
			}
		})
	}
	wg.Wait()
	total, lost := int(count.Load()), int(forgotten.Load())
	counted, err := w.Counters(w.ctx, "all")
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("confirmed %d, lost %d, counted %d, longest wait %v", total, lost, counted["n"],
		longest.Round(time.Millisecond))
	// Without copies=, what a writer was told in the very moment of the death may be on no copy.
	if most := map[bool]int{true: 0, false: writers}[strings.Contains(url, "copies=")]; lost > most {
		t.Errorf("%d of %d confirmed updates are lost, more than %d", lost, total, most)
	}
	if int(counted["n"]) != total-lost {
		t.Errorf("%d updates are known and %d took effect", total-lost, counted["n"])
	}
}
