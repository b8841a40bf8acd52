package bottest

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/motcua/motcua/bot"
)

// Platform is a strict chat platform behind HTTP on a unix socket, for tests that kill the bot. People write to it at
// the pace that the bot keeps; it delivers an update until it is confirmed, and counts what a person would complain of.
// Every text must be answered once, by "re <text>", in the order of its chat.
type Platform struct {
	Faults Faults // before Listen; later Inject changes them

	mu       sync.Mutex
	updates  []PlatformUpdate // not confirmed
	written  map[string]int   // chat -> texts
	answered map[string]int   // chat -> answers in order
	bulk     map[string]int   // chat -> announcements taken
	times    []time.Time
	last     map[string]*taking   // chat and text -> the last time it was taken
	open     map[int64]*taking    // by message id: not noted by the bot, as far as is known
	seen     map[string]time.Time // bots' first polls
	dead     map[string]bool      // bots that were killed
	gone     map[string]bool      // bot, chat and text: its lease of it was lost
	repeated []*taking            // that were taken again without a known cause
	late     []*taking            // that came after the next of their chat, without a known cause
	next     int64
	taken    int64
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
	OutOfOrder        int // answers before those of earlier texts
	Duplicates        int // answers
	BulkDuplicates    int
	LostAnswers       int // sends that were taken and whose answer was cut off
	InFlight          int // sends of killed bots whose outcome they had not noted
	LeasesLost        int // messages of which a living bot learned that another has them
	Refused, Limited  int
	// Unexplained are duplicates of messages that their bot had noted as sent, or whose answer had come to a bot that
	// was not killed and kept its lease, and those that came when the next message of their chat was sent already, by a
	// bot that kept its lease: there must be none.
	Unexplained int
}

// taking is one message that was taken from a bot.
type taking struct {
	bot, name string // name: chat and text
	lost      bool   // its answer was cut off
	noted     bool   // the bot said that its store has the outcome
}

// Listen serves the platform on a unix socket until the returned function is called.
func (p *Platform) Listen(socket string) (stop func(), err error) {
	p.written, p.answered, p.bulk, p.asked = map[string]int{}, map[string]int{}, map[string]int{},
		map[string]time.Time{}
	p.last, p.open = map[string]*taking{}, map[int64]*taking{}
	p.seen, p.dead, p.gone = map[string]time.Time{}, map[string]bool{}, map[string]bool{}
	p.rand = rand.New(rand.NewPCG(7, 7))
	p.changed = make(chan struct{})
	l, err := net.Listen("unix", socket)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /updates", p.serveUpdates)
	mux.HandleFunc("POST /send", p.serveSend)
	mux.HandleFunc("POST /noted", p.serveNoted)
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
	p.repeated = slices.DeleteFunc(p.repeated, p.explained)
	n := p.n
	p.late = slices.DeleteFunc(p.late, p.overtaken)
	n.Unexplained = len(p.repeated) + len(p.late)
	return n
}

// Seen is when a bot asked for updates for the first time.
func (p *Platform) Seen(bot string) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.seen[bot]
}

// Inject changes the faults.
func (p *Platform) Inject(f Faults) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.Faults = f
}

// Latency returns, unsorted, how long every first answer took since its text was written.
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

// Killed is called when a bot was killed. What it did not note before may be sent again, also what it had sent and we
// read later.
func (p *Platform) Killed(bot string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.dead[bot] = true
	for _, m := range p.open {
		if m.bot == bot {
			p.n.InFlight++
		}
	}
}

// explained reports whether m may have been sent again; once true it stays true.
func (p *Platform) explained(m *taking) bool {
	return m.lost || !m.noted && (p.dead[m.bot] || p.gone[m.bot+" "+m.name])
}

// overtaken reports whether m came from a bot that stood still until another had its chat, or was killed.
func (p *Platform) overtaken(m *taking) bool {
	return !m.noted && (p.dead[m.bot] || p.gone[m.bot+" "+m.name])
}

// platformNotes are what a bot learned from its store.
type platformNotes struct {
	IDs  []string // messages whose outcome the store has
	Gone []string // chat and text of what another bot has now
}

func (p *Platform) serveNoted(w http.ResponseWriter, r *http.Request) {
	var notes platformNotes
	if err := json.NewDecoder(r.Body).Decode(&notes); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, text := range notes.IDs {
		id, _ := strconv.ParseInt(text, 10, 64)
		if m := p.open[id]; m != nil {
			m.noted = true
			delete(p.open, id)
		}
	}
	for _, name := range notes.Gone {
		p.gone[r.Header.Get("Bot")+" "+name] = true
		p.n.LeasesLost++
	}
}

// serveUpdates confirms what is below offset and returns what comes from it on, waiting a little for the first.
func (p *Platform) serveUpdates(w http.ResponseWriter, r *http.Request) {
	offset, _ := strconv.ParseInt(r.FormValue("offset"), 10, 64)
	p.mu.Lock()
	if bot := r.Header.Get("Bot"); p.seen[bot].IsZero() {
		p.seen[bot] = time.Now()
		p.wake()
	}
	p.mu.Unlock()
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
	id := p.accept(m, &taking{bot: r.Header.Get("Bot"), name: m.Chat + " " + m.Text, lost: lose})
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
	if lose {
		panic(http.ErrAbortHandler) // the connection is cut
	}
	_, _ = fmt.Fprint(w, id) // the bot may be dead
}

// accept counts a message as a person sees it.
func (p *Platform) accept(m platformSend, taken *taking) (id int64) {
	p.times = append(p.times, time.Now())
	p.taken++
	id = p.taken
	if taken.bot != "" {
		p.open[id] = taken
	}
	if p.dead[taken.bot] {
		p.n.InFlight++
	}
	if before := p.last[taken.name]; before != nil && !p.explained(before) {
		p.repeated = append(p.repeated, before)
	}
	p.last[taken.name] = taken
	var k int
	if n, _ := fmt.Sscanf(m.Text, "re %d", &k); n != 1 {
		p.bulk[m.Chat]++
		if p.bulk[m.Chat] > 1 {
			p.n.BulkDuplicates++
		} else {
			p.n.Announced++
		}
		p.wake()
		return id
	}
	switch want := p.answered[m.Chat]; {
	case k == want:
		delete(p.last, m.Chat+" re "+strconv.Itoa(k-1))
		p.answered[m.Chat]++
		p.n.Answered++
		asked := m.Chat + " " + strconv.Itoa(k)
		p.latency = append(p.latency, time.Since(p.asked[asked]))
		delete(p.asked, asked)
	case k < want:
		p.n.Duplicates++
		if k < want-1 {
			p.late = append(p.late, taken)
		}
	default:
		p.n.OutOfOrder++
	}
	p.wake()
	return id
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
