package bottest

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/motcua/motcua/bot"
)

// Platform is a strict chat platform behind HTTP on a unix socket, for tests that kill the bot. People write to it at the
// pace that the bot keeps; it delivers an update until it is confirmed, and counts what a person would complain of.
// Every text must be answered once, by "re <text>", in the order of its chat.
type Platform struct {
	Faults Faults

	mu       sync.Mutex
	updates  []PlatformUpdate // not confirmed
	written  map[string]int   // chat -> texts
	answered map[string]int   // chat -> answers in order
	bulk     map[string]int   // chat -> announcements taken
	times    []time.Time
	last     map[string]*taking // chat and kind -> the last message taken
	all      map[*taking]bool   // those that a kill now would make uncertain
	kills    []kill
	next     int64
	n        Counts
	latency  []time.Duration
	asked    map[string]time.Time
	rand     *rand.Rand
	changed  chan struct{}
}

// Faults are shares of 1 of the sends.
type Faults struct {
	Refuse, LoseAnswer, Limit, Slow float64
	Took                            time.Duration // by every send
}

// PlatformUpdate is one text that somebody wrote.
type PlatformUpdate struct {
	ID   int64
	Chat string
	Text string
}

// Counts is what the platform saw.
type Counts struct {
	Written, Answered int
	Announced         int // first announcements
	OutOfOrder        int
	Duplicates        int // answers
	BulkDuplicates    int
	LostAnswers       int // sends that were taken and whose answer was cut off
	InFlight          int // sends whose outcome the bot cannot have noted when it was killed
	Refused, Limited  int
	// Unexplained are duplicates of messages whose answer had reached the bot in good time: there must be none.
	Unexplained int
}

// taking is one message that was taken.
type taking struct {
	at, answered time.Time // answered is zero until the answer is out
	lost         bool
}

// kill is one: the bot died between from and till.
type kill struct{ from, till time.Time }

// uncertain reports whether the bot that was killed may not have noted the message. A request that it had sent may be
// served a little after its death, and before another bot can have started.
func (k kill) uncertain(m *taking) bool {
	return m.at.Before(k.till.Add(20*time.Millisecond)) && (m.answered.IsZero() || m.answered.After(k.from))
}

// Listen serves the platform on a unix socket until the returned function is called.
func (p *Platform) Listen(socket string) (stop func(), err error) {
	p.written, p.answered, p.bulk, p.asked = map[string]int{}, map[string]int{}, map[string]int{}, map[string]time.Time{}
	p.last, p.all = map[string]*taking{}, map[*taking]bool{}
	p.rand = rand.New(rand.NewPCG(7, 7))
	p.changed = make(chan struct{})
	l, err := net.Listen("unix", socket)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /updates", p.serveUpdates)
	mux.HandleFunc("POST /send", p.serveSend)
	s := &http.Server{Handler: mux}
	done := make(chan struct{})
	go func() { defer close(done); _ = s.Serve(l) }() // ends with Close
	return func() { s.Close(); <-done }, nil
}

// Write lets the person of a chat write their next text.
func (p *Platform) Write(chat string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.next++
	text := strconv.Itoa(p.written[chat])
	p.written[chat]++
	p.n.Written++
	p.asked[chat+" "+text] = time.Now()
	p.updates = append(p.updates, PlatformUpdate{p.next, chat, text})
	p.wake()
}

func (p *Platform) wake() {
	close(p.changed)
	p.changed = make(chan struct{})
}

// Changed is closed at the next text or answer.
func (p *Platform) Changed() <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.changed
}

// Until waits for counts of which ok says so, or for the end of ctx.
func (p *Platform) Until(ctx context.Context, ok func(Counts) bool) error {
	for {
		changed := p.Changed()
		if ok(p.Counts()) {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("%+v: %w", p.Counts(), ctx.Err())
		}
	}
}

// Counts returns what was counted.
func (p *Platform) Counts() Counts {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.n
}

// Latency returns, sorted by nothing, how long every first answer took since its text was written.
func (p *Platform) Latency() []time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]time.Duration(nil), p.latency...)
}

// Announced returns how often each chat got an announcement.
func (p *Platform) Announced() map[string]int {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := make(map[string]int, len(p.bulk))
	for chat, n := range p.bulk {
		out[chat] = n
	}
	return out
}

// Killed is called when the bot was killed, and its death began at that time: it counts the sends that the bot cannot have
// noted, which are those under way and those answered within the last moment before.
func (p *Platform) Killed(began time.Time, moment time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	k := kill{began.Add(-moment), time.Now()}
	p.kills = append(p.kills, k)
	for m := range p.all {
		if k.uncertain(m) {
			p.n.InFlight++
		}
		delete(p.all, m)
	}
}

// explained reports whether m may have been sent again.
func (p *Platform) explained(m *taking) bool {
	if m.lost || m.answered.IsZero() {
		return true
	}
	for _, k := range p.kills {
		if k.uncertain(m) {
			return true
		}
	}
	return false
}

// serveUpdates confirms what is below offset and returns what comes from it on, waiting a little for the first.
func (p *Platform) serveUpdates(w http.ResponseWriter, r *http.Request) {
	offset, _ := strconv.ParseInt(r.FormValue("offset"), 10, 64)
	deadline := time.After(500 * time.Millisecond)
	for {
		p.mu.Lock()
		for len(p.updates) > 0 && p.updates[0].ID < offset {
			p.updates = p.updates[1:]
		}
		out := append([]PlatformUpdate(nil), p.updates[:min(100, len(p.updates))]...)
		changed := p.changed
		p.mu.Unlock()
		if len(out) > 0 {
			_ = json.NewEncoder(w).Encode(out) // the bot may be dead
			return
		}
		select {
		case <-changed:
		case <-deadline:
			_, _ = fmt.Fprint(w, "[]")
			return
		case <-r.Context().Done():
			return
		}
	}
}

// platformSend is the body of a send.
type platformSend struct {
	Chat string
	Text string
}

func (p *Platform) serveSend(w http.ResponseWriter, r *http.Request) {
	var m platformSend
	if err := json.NewDecoder(r.Body).Decode(&m); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	p.mu.Lock()
	dice := p.rand.Float64()
	slow := p.rand.Float64() < p.Faults.Slow
	f := p.Faults
	switch {
	case dice < f.Refuse:
		p.n.Refused++
		p.mu.Unlock()
		http.Error(w, "try later", http.StatusServiceUnavailable)
		return
	case dice < f.Refuse+f.Limit:
		p.n.Limited++
		p.mu.Unlock()
		w.Header().Set("Retry-After-Ms", "100")
		http.Error(w, "too many", http.StatusTooManyRequests)
		return
	}
	lose := dice < f.Refuse+f.Limit+f.LoseAnswer
	if lose {
		p.n.LostAnswers++
	}
	taken := &taking{at: time.Now(), lost: lose}
	p.accept(m, taken)
	p.mu.Unlock()
	if f.Took > 0 || slow {
		took := f.Took
		if slow {
			took += 100 * time.Millisecond
		}
		t := time.NewTimer(took)
		select {
		case <-t.C:
		case <-r.Context().Done():
		}
		t.Stop()
	}
	p.mu.Lock()
	taken.answered = time.Now()
	for m := range p.all {
		if !m.answered.IsZero() && time.Since(m.answered) > 5*time.Second {
			delete(p.all, m)
		}
		break
	}
	p.mu.Unlock()
	if lose {
		panic(http.ErrAbortHandler) // the connection is cut
	}
	_, _ = fmt.Fprint(w, time.Now().UnixNano()) // the bot may be dead
}

// accept counts a message as a person sees it.
func (p *Platform) accept(m platformSend, taken *taking) {
	p.times = append(p.times, taken.at)
	p.all[taken] = true
	name := m.Chat + " " + m.Text
	if before := p.last[name]; before != nil && !p.explained(before) {
		p.n.Unexplained++
	}
	p.last[name] = taken
	var k int
	if n, _ := fmt.Sscanf(m.Text, "re %d", &k); n != 1 {
		p.bulk[m.Chat]++
		if p.bulk[m.Chat] > 1 {
			p.n.BulkDuplicates++
		} else {
			p.n.Announced++
		}
		p.wake()
		return
	}
	switch want := p.answered[m.Chat]; {
	case k == want:
		delete(p.last, m.Chat+" re "+strconv.Itoa(k-1))
		p.answered[m.Chat]++
		p.n.Answered++
		asked := m.Chat + " " + strconv.Itoa(k)
		p.latency = append(p.latency, time.Since(p.asked[asked]))
		delete(p.asked, asked)
	case k == want-1:
		p.n.Duplicates++
	default:
		p.n.OutOfOrder++
	}
	p.wake()
}

// MostInASecond is the greatest number of messages taken within any second.
func (p *Platform) MostInASecond() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	sent := make([]Sent, len(p.times))
	for i, at := range p.times {
		sent[i].At = at
	}
	return MostInAWindow(sent, time.Second, nil)
}

var _ bot.Channel = (*Remote)(nil)
