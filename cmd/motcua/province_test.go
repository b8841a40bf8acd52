package main

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/redistest"
	"github.com/motcua/motcua/bot/store"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/lexicon"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/handlers"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/offices"
	"github.com/motcua/motcua/handlers/subscribers"
)

var province = flag.Int("province", 0, "how many people TestProvince makes, with the base that is shipped; 0: a few with a small base")

const provinceOffices = 130

// provinceBase lays a made-up province over a base: 130 communes of four former ones each, with an office and a centre.
func provinceBase(base fs.FS) *content.Overlay {
	first := strings.Fields("Tân Phú Hòa Lạc Thanh Xuân Minh Kim Đại Vĩnh Yên Trung Nam")
	second := strings.Fields("Lập Thịnh Cường Hưng Long Phong Tiến Thành Khê Sơn")
	old := strings.Fields("Thượng Hạ Nội Ngoại")
	var places, list strings.Builder
	places.WriteString("id: tinh-mau\ntitle: Xã của tỉnh mẫu\nformer: huyện Mẫu, tỉnh Mẫu\nprovince: tỉnh Mẫu\nsince: 2025-07-01\n" +
		"checked: 2025-11-22\nreview: 2035-05-22\ncommunes:\n")
	list.WriteString("offices:\n")
	for i := range provinceOffices {
		name := first[i/len(second)] + " " + second[i%len(second)]
		fmt.Fprintf(&places, "  - {id: mau-%03d, name: xã %s, sources: [m], former: [", i, name)
		for j, o := range old {
			if j > 0 {
				places.WriteString(", ")
			}
			fmt.Fprintf(&places, "{name: %s %s, kind: xã, sources: [m]}", name, o)
		}
		places.WriteString("]}\n")
		fmt.Fprintf(&list, "  - {id: mau-%03d, slug: mau-%03d, name: Trung tâm Phục vụ hành chính công xã %s, commune: mau-%03d, address: Số %d đường Mẫu, "+
			"center: {lat: %.3f, lon: %.3f, sources: [m]}, sources: [m]}\n", i, i, name, i, i+1, 20.0+float64(i/13)*0.05, 105.5+float64(i%13)*0.05)
	}
	const foot = "sources:\n  m: {office: Sở Mẫu xác nhận, checked: 2025-11-22}\n"
	out := content.NewOverlay(base)
	out.Set(map[string]content.OverlayFile{"places/tinh-mau.yaml": {Text: []byte(places.String() + foot)},
		"offices/tinh-mau.yaml": {Text: []byte(list.String() + foot)}})
	return out
}

// TestProvince serves a made-up province of 130 offices from one Redis: what the base, a person and an announcement to
// one office cost, and how soon a question is answered. go test ./cmd/motcua -run TestProvince -province 1000000 -v
func TestProvince(t *testing.T) {
	ctx, people, base := t.Context(), *province, content.Embedded()
	if people == 0 {
		people, base = provinceOffices+10, os.DirFS("../../handlers/testdata/base")
	}
	before, start := ownMB(), time.Now()
	lib, faults := content.Load(provinceBase(base))
	if errs := faults.Errors(); len(errs) > 0 {
		t.Fatal(errs)
	}
	lex, err := search.ParseLexicon(lexicon.Files)
	if err != nil {
		t.Fatal(err)
	}
	know := answers.NewKnowledge(lib, lex)
	t.Logf("base with %d offices: read and indexed in %v, %d MB resident (before: %d)", len(lib.Offices),
		time.Since(start).Round(time.Millisecond), ownMB(), before)

	redis := redistest.Start(t)
	s, err := store.Open(ctx, store.Options{RedisURL: redis.URL(), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	empty := redisBytes(t, redis)
	start = time.Now()
	settle(t, s, people)
	t.Logf("%d people written in %v: %.0f bytes each in Redis (%d MB in all)", people, time.Since(start).Round(time.Second/10),
		float64(redisBytes(t, redis)-empty)/float64(people), redisBytes(t, redis)>>20)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	start = time.Now()
	if s, err = store.Open(ctx, store.Options{RedisURL: redis.URL(), Log: slog.New(slog.DiscardHandler)}); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	t.Logf("store opened in %v", time.Since(start).Round(time.Millisecond))

	announceToOne(t, s, people)
	announceToAll(t, s, redis, people)
	askInProvince(t, s, know, min(people, 1000))
	t.Logf("at the end: %d MB resident, %d MB in Redis", ownMB(), redisBytes(t, redis)>>20)
	if people > 300_000 { // what starts Redis in tests waits for 20 seconds
		return
	}
	start = time.Now()
	redis.Kill(t)
	redis.Run(t)
	for err = bot.ErrUnavailable; err != nil; _, err = s.Size(ctx, subscribers.SubscribersSet) {
		if time.Since(start) > time.Minute {
			t.Fatal(err)
		}
	}
	t.Logf("Redis killed: serves again after %v", time.Since(start).Round(time.Millisecond))
}

// settle makes people who want every announcement, spread over the communes in turn.
func settle(t *testing.T, s *store.Store, people int) {
	t.Helper()
	const each = 1000
	now := time.Now()
	for from := 0; from < people; from += each {
		err := s.Update(t.Context(), func(tx bot.Tx) error {
			for i := from; i < min(from+each, people); i++ {
				chat := bot.ChatID{Channel: "telegram", ID: fmt.Sprint(1_000_000_000 + i)}
				commune := fmt.Sprintf("mau-%03d", i%provinceOffices)
				at := now.Add(time.Duration(i-people) * time.Millisecond)
				tx.Put(offices.HomeKey(chat), offices.Home{Commune: commune, At: at}, 0)
				tx.Add(offices.AtSet(commune), chat.String(), at.UnixMilli())
				subscribers.Subscribe(tx, subscribers.Subscription{Chat: chat, All: true, Since: at})
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// announceToOne writes down the audience of one office's announcement: its people, each once, and nobody else.
func announceToOne(t *testing.T, s *store.Store, people int) {
	t.Helper()
	ctx, start := t.Context(), time.Now()
	segments := subscribers.Segments(subscribers.Scope{},
		[]subscribers.Group{{Kind: subscribers.GroupCommune, ID: "mau-007"}}, nil)
	if _, err := s.StartBulk(ctx, bot.BulkSpec{ID: "tb", Audience: segments, Consent: subscribers.SubscribersSet,
		Messages: map[string]bot.Message{"": {Text: "Mất điện xã Mẫu"}}}); err != nil {
		t.Fatal(err)
	}
	for more := true; more; {
		var err error
		if more, err = s.Freeze(ctx); err != nil {
			t.Fatal(err)
		}
	}
	st, _, err := s.BulkStatus(ctx, "tb")
	want := int64(people / provinceOffices)
	if 7 < people%provinceOffices {
		want++
	}
	if err != nil || st.Total != want {
		t.Errorf("%d recipients, want %d: %v", st.Total, want, err)
	}
	t.Logf("audience of one office, %d of %d people, written down in %v", st.Total, people,
		time.Since(start).Round(time.Millisecond/10))
}

// announceToAll writes down the audience of an announcement to everybody, and what that takes in Redis until its report
// is dropped.
func announceToAll(t *testing.T, s *store.Store, redis *redistest.Server, people int) {
	t.Helper()
	ctx, start, before := t.Context(), time.Now(), redisBytes(t, redis)
	if _, err := s.StartBulk(ctx, bot.BulkSpec{ID: "all",
		Audience: subscribers.Segments(subscribers.Scope{}, []subscribers.Group{{Kind: subscribers.GroupAll}}, nil),
		Consent:  subscribers.SubscribersSet,
		Messages: map[string]bot.Message{"": {Text: "Lịch tiêm chủng"}}}); err != nil {
		t.Fatal(err)
	}
	for more := true; more; {
		var err error
		if more, err = s.Freeze(ctx); err != nil {
			t.Fatal(err)
		}
	}
	st, _, err := s.BulkStatus(ctx, "all")
	if err != nil || st.Total != int64(people) {
		t.Errorf("%d recipients, want %d: %v", st.Total, people, err)
	}
	t.Logf("audience of everybody written down in %v: %.0f bytes each", time.Since(start).Round(time.Millisecond),
		float64(redisBytes(t, redis)-before)/float64(people))
}

// askInProvince asks where to go in n chats, one after the other; each reads of the office of his own commune.
func askInProvince(t *testing.T, s *store.Store, know *answers.Knowledge, n int) {
	t.Helper()
	h := handlers.New(handlers.Config{Office: "Tỉnh Mẫu", Offices: []string{"*"},
		Channels:  map[string]bot.Limits{"telegram": {Proactive: true}},
		Knowledge: func() *answers.Knowledge { return know }, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	var took []time.Duration
	wrong := 0
	d := &bot.Dispatcher{State: s, Apology: handlers.Apology, Log: slog.New(slog.DiscardHandler),
		Handler: handlerFunc(func(ctx context.Context, tx bot.Tx, u bot.Update) ([]bot.Message, error) {
			m, err := h.Handle(ctx, tx, u)
			i := 0
			_, _ = fmt.Sscan(u.Chat.ID, &i)
			if want := fmt.Sprintf("Số %d đường Mẫu", (i-1_000_000_000)%provinceOffices+1); len(m) == 0 ||
				!strings.Contains(m[0].Text, want) {
				wrong++
			}
			return m, err
		})}
	for i := range n {
		chat := bot.ChatID{Channel: "telegram", ID: fmt.Sprint(1_000_000_000 + i)}
		start := time.Now()
		if err := d.Deliver(t.Context(),
			bot.Update{ID: fmt.Sprint("u", i), Kind: bot.KindText, Chat: chat, Private: true, At: start,
				Text: "làm giấy khai sinh nộp ở đâu"}); err != nil {
			t.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	if wrong > 0 {
		t.Errorf("%d of %d read of another office, or of none", wrong, n)
	}
	t.Logf("%d questions answered and committed, one after the other: median %v, p99 %v", n, took[n/2].Round(time.Millisecond/10), took[n*99/100].Round(time.Millisecond/10))
}

type handlerFunc func(context.Context, bot.Tx, bot.Update) ([]bot.Message, error)

func (f handlerFunc) Handle(ctx context.Context, tx bot.Tx, u bot.Update) ([]bot.Message, error) {
	return f(ctx, tx, u)
}

// redisBytes is what Redis says that its data take, in bytes.
func redisBytes(t *testing.T, r *redistest.Server) (n int64) {
	t.Helper()
	for line := range strings.Lines(r.Do(t, "INFO", "memory")) {
		if rest, ok := strings.CutPrefix(line, "used_memory:"); ok {
			_, _ = fmt.Sscan(rest, &n)
		}
	}
	if n == 0 {
		t.Fatal("Redis does not say how much memory it uses")
	}
	return n
}

// ownMB is this process's memory; 0 where the system does not tell.
func ownMB() (mb int) {
	runtime.GC()
	debug.FreeOSMemory()
	b, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(b)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			_, _ = fmt.Sscan(rest, &mb)
		}
	}
	return mb / 1024
}
