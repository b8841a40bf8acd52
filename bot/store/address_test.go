package store_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"io"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/redistest"
	"github.com/motcua/motcua/bot/store"
)

// certificate writes a self-signed certificate for 127.0.0.1 and its key.
func certificate(t *testing.T) (cert, key string) {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "redis"},
		NotBefore: time.Now().Add(-time.Hour),
		NotAfter:  time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true,
		BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &k.PublicKey, k)
	if err != nil {
		t.Fatal(err)
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(k)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	err = errors.Join(os.WriteFile(cert, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600),
		os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: keyDER}), 0o600))
	if err != nil {
		t.Fatal(err)
	}
	return cert, key
}

// everyday does a little of all that a store is for.
func everyday(t *testing.T, w world) {
	t.Helper()
	done, err := w.UpdateOnce(w.ctx, "telegram:1", func(tx bot.Tx) error {
		tx.Put(taskKey, task{"Rà soát hồ sơ"}, 0)
		tx.Send(bot.Outgoing{Key: "a", To: bot.ChatID{Channel: "telegram", ID: "1"},
			Message: bot.Message{Text: "Xin chào ông/bà"}})
		return nil
	})
	if !done || err != nil {
		t.Fatal(done, err)
	}
	req := bot.LeaseRequest{Channel: "telegram", Max: 5, Lease: time.Minute, Rate: 28}
	a, err := w.Lease(w.ctx, req)
	if err != nil || len(a.Messages) != 1 {
		t.Fatal(a, err)
	}
	if kept, err := w.Settle(w.ctx, req, a.Messages[0], bot.Settlement{Kind: bot.SettleSent, MessageID: "9"}); !kept ||
		err != nil {
		t.Errorf("settle: %v %v", kept, err)
	}
	p := w.page(t, 3, req)
	if taken, err := w.BulkTake(w.ctx, req, p, []int{0, 1, 2}, 3); err != nil || len(taken.Granted) != 3 {
		t.Errorf("taken %+v, %v", taken, err)
	}
	var file bytes.Buffer
	if err := w.Backup(w.ctx, &file); err != nil {
		t.Fatal(err)
	}
	to := open(t, store.Options{Dir: t.TempDir()}, w.clock)
	if err := to.Restore(to.ctx, &file); err != nil {
		t.Fatal(err)
	}
	var got task
	if ok, err := to.Get(to.ctx, taskKey, &got); !ok || err != nil || got.Title != "Rà soát hồ sơ" {
		t.Errorf("from the backup: %v %v %v", got, ok, err)
	}
}

func TestTLS(t *testing.T) {
	t.Parallel()
	cert, key := certificate(t)
	port := redistest.Port(t)
	redistest.Start(t, "--tls-port", port, "--bind", "127.0.0.1", "--tls-cert-file", cert, "--tls-key-file", key,
		"--tls-ca-cert-file", cert, "--tls-auth-clients", "no")
	url := "rediss://127.0.0.1:" + port + "/0"
	everyday(t, open(t, store.Options{RedisURL: url + "?ca=" + cert}, &clock{t: time.Now()}))
	other, _ := certificate(t)
	for name, url := range map[string]string{"the system's authorities": url,
		"another authority": url + "?ca=" + other} {
		if _, err := store.Open(t.Context(), store.Options{RedisURL: url}); err == nil ||
			!strings.Contains(err.Error(), "certificate") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := store.Open(t.Context(), store.Options{RedisURL: "redis://127.0.0.1:" + port + "?ca=" +
		cert}); err == nil || !strings.Contains(err.Error(), "rediss") {
		t.Errorf("?ca= without TLS: %v", err)
	}
}

// cluster starts a cluster of one node; it announces the address that clients connect to.
func cluster(t *testing.T, port, announced string) *redistest.Server {
	t.Helper()
	s := redistest.Start(t, "--port", port, "--bind", "127.0.0.1", "--cluster-enabled", "yes", "--cluster-port",
		redistest.Port(t),
		"--cluster-announce-ip", "127.0.0.1", "--cluster-announce-port", announced, "--appendfsync", "always")
	s.Do(t, "CLUSTER", "ADDSLOTSRANGE", "0", "16383")
	for {
		if strings.Contains(s.Do(t, "CLUSTER", "INFO"), "cluster_state:ok") {
			return s
		}
	}
}

func TestCluster(t *testing.T) {
	t.Parallel() // a cluster waits two seconds before it takes writes
	port := redistest.Port(t)
	redis := cluster(t, port, port)
	w := open(t, store.Options{RedisURL: "cluster://127.0.0.1:" + port}, &clock{t: time.Now()})
	everyday(t, w)
	redis.Kill(t)
	if err := w.Ready(w.ctx); !errors.Is(err, bot.ErrUnavailable) {
		t.Errorf("ready: %v", err)
	}
	redis.Run(t)
	ctx, cancel := context.WithTimeout(w.ctx, 30*time.Second)
	defer cancel()
	for err := w.Ready(ctx); err != nil; err = w.Ready(ctx) {
		if !errors.Is(err, bot.ErrUnavailable) {
			t.Fatal(err)
		}
	}
	var got task
	if ok, err := w.Get(w.ctx, taskKey, &got); !ok || err != nil {
		t.Errorf("confirmed before the outage and lost: %v %v", ok, err)
	}
}

// proxy passes bytes on to a server on this machine, and cuts the connection instead of the next answer to a script
// when cut is set.
type proxy struct {
	addr string
	cut  atomic.Bool
}

func startProxy(t *testing.T, port, to string) *proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:"+port)
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{addr: l.Addr().String()}
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			server, err := net.Dial("tcp", "127.0.0.1:"+to)
			if err != nil {
				client.Close()
				continue
			}
			var ran atomic.Bool
			wg.Go(func() { defer server.Close(); p.requests(server, client, &ran) })
			wg.Go(func() { defer client.Close(); p.answers(client, server, &ran) })
		}
	})
	t.Cleanup(func() { l.Close(); wg.Wait() }) // after the store is closed, and its connections
	return p
}

func (p *proxy) requests(server, client net.Conn, ran *atomic.Bool) {
	buf := make([]byte, 1<<16)
	for {
		n, err := client.Read(buf)
		if err != nil {
			return
		}
		if bytes.Contains(buf[:n], []byte("evalsha")) && p.cut.CompareAndSwap(true, false) {
			ran.Store(true)
		}
		if _, err := server.Write(buf[:n]); err != nil {
			return
		}
	}
}

func (p *proxy) answers(client, server net.Conn, ran *atomic.Bool) {
	buf := make([]byte, 1<<16)
	for {
		n, err := server.Read(buf)
		if err != nil || ran.Load() {
			return
		}
		if _, err := io.Copy(client, bytes.NewReader(buf[:n])); err != nil {
			return
		}
	}
}

// TestLostAnswerRunsNothingTwice: what was asked of Redis takes effect once, also when the answer gets lost on the way.
func TestLostAnswerRunsNothingTwice(t *testing.T) {
	t.Parallel()
	for _, scheme := range []string{"redis", "cluster"} {
		t.Run(scheme, func(t *testing.T) {
			t.Parallel()
			port, front := redistest.Port(t), redistest.Port(t)
			if scheme == "cluster" {
				cluster(t, port, front)
			} else {
				redistest.Start(t, "--port", port, "--bind", "127.0.0.1")
			}
			p := startProxy(t, front, port)
			w := open(t, store.Options{RedisURL: scheme + "://" + p.addr}, &clock{t: time.Now()})
			count := func(tx bot.Tx) error { tx.Count("g", "f", 1, 0); return nil }
			w.must(t, count)
			p.cut.Store(true)
			if err := w.Update(w.ctx, count); !errors.Is(err, bot.ErrUnavailable) {
				t.Errorf("the answer was lost: %v", err)
			}
			if c, err := w.Counters(w.ctx, "g"); err != nil || c["f"] != 2 {
				t.Errorf("counted %v, %v; want 2", c, err)
			}
			p.cut.Store(true)
			if _, err := w.UpdateOnce(w.ctx, "telegram:7", count); !errors.Is(err, bot.ErrUnavailable) {
				t.Errorf("the answer was lost: %v", err)
			}
			if done, err := w.UpdateOnce(w.ctx, "telegram:7", count); done || err != nil {
				t.Errorf("committed before: %v %v", done, err)
			}
			if c, err := w.Counters(w.ctx, "g"); err != nil || c["f"] != 3 {
				t.Errorf("counted %v, %v; want 3", c, err)
			}
		})
	}
}
