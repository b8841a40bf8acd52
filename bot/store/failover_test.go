package store_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/redistest"
	"github.com/motcua/motcua/bot/store"
)

var failovers = flag.Duration("failover", time.Second, "how long updates are written before a master is killed")

// writers of updates at the same time; each has at most one whose answer is on the way.
const writers = 8

// TestSentinelFailover: a master is killed under load, three sentinels make one of its two copies the master, and the bot
// goes on with it. With copies=1 nothing that was confirmed is lost, and what was tried again has one effect.
func TestSentinelFailover(t *testing.T) {
	master := redistest.Port(t)
	first := redistest.Start(t, "--bind", "127.0.0.1", "--port", master)
	copies := make([]*redistest.Server, 2)
	for i := range copies {
		copies[i] = redistest.Start(t, "--bind", "127.0.0.1", "--port", redistest.Port(t), "--replicaof", "127.0.0.1 "+master)
		copyIsUp(t, copies[i])
	}
	var watchers []string
	for range 3 {
		at := redistest.Port(t)
		conf := filepath.Join(t.TempDir(), "sentinel.conf")
		text := "port " + at + "\nbind 127.0.0.1\nsentinel monitor motcua 127.0.0.1 " + master + " 2\n" +
			"sentinel down-after-milliseconds motcua 1000\nsentinel failover-timeout motcua 6000\n"
		if err := os.WriteFile(conf, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		redistest.Sentinel(t, conf, "127.0.0.1:"+at)
		watchers = append(watchers, "127.0.0.1:"+at)
	}
	time.Sleep(4 * time.Second) // the sentinels find each other and the copy by messages every two seconds
	failover(t, "sentinel://"+strings.Join(watchers, ",")+"/motcua/0?copies=1", first)
	if !slices.ContainsFunc(copies, func(s *redistest.Server) bool { return strings.HasPrefix(s.Do(t, "ROLE"), "master") }) {
		t.Error("no copy is the master")
	}
}

// TestClusterFailover: the same in a cluster of three masters, where the one that holds our keys has a copy.
func TestClusterFailover(t *testing.T) {
	start := func() (*redistest.Server, string) {
		port := redistest.Port(t)
		return redistest.Start(t, "--port", port, "--bind", "127.0.0.1", "--cluster-enabled", "yes", "--cluster-port",
			redistest.Port(t), "--cluster-announce-ip", "127.0.0.1", "--cluster-node-timeout", "1500"), port
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
	settled := func(what string, holds func() bool) {
		t.Helper()
		until := time.Now().Add(30 * time.Second)
		for !holds() {
			if time.Now().After(until) {
				t.Fatalf("not within 30 s: %s\n%s", what, nodes[0].Do(t, "CLUSTER", "NODES"))
			}
			time.Sleep(50 * time.Millisecond) // other processes
		}
	}
	settled("the nodes know each other", func() bool {
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
	for until := time.Now().Add(20 * time.Second); !strings.Contains(s.Do(t, "INFO", "replication"),
		"master_link_status:up"); time.Sleep(20 * time.Millisecond) { // other processes
		if time.Now().After(until) {
			t.Fatal("the copy does not follow")
		}
	}
}

// failover writes updates, kills the master meanwhile, goes on until each writer was confirmed by the new one, and counts.
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
	var wg sync.WaitGroup
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
					if !errors.Is(err, bot.ErrUnavailable) {
						t.Errorf("writer %d: %v", i, err)
						return
					}
				}
				confirmed[i] = n + 1
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
	time.Sleep(*failovers)
	master.Kill(t)
	time.Sleep(*failovers)
	close(stop)
	wg.Wait()
	total, lost := 0, 0
	for i, n := range confirmed {
		for k := range n {
			total++
			again, err := w.UpdateOnce(w.ctx, id(i, k), func(tx bot.Tx) error { tx.Count("again", "n", 1, 0); return nil })
			if err != nil {
				t.Fatal(err)
			}
			if again { // forgotten: it would take effect a second time
				lost++
			}
		}
	}
	counted, err := w.Counters(w.ctx, "all")
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("confirmed %d, lost %d, counted %d, longest wait %v", total, lost, counted["n"], longest.Round(time.Millisecond))
	// Without copies=, what a writer was told in the very moment of the death may be on no copy.
	if most := map[bool]int{true: 0, false: writers}[strings.Contains(url, "copies=")]; lost > most {
		t.Errorf("%d of %d confirmed updates are lost, more than %d", lost, total, most)
	}
	if int(counted["n"]) != total-lost {
		t.Errorf("%d updates are known and %d took effect", total-lost, counted["n"])
	}
}
