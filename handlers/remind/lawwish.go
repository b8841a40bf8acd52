package remind

import (
	"context"
	"fmt"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/handlers/dialog"
)

// limitWish takes a wish to be reminded of a time limit of the law: "con sinh 05/10/2026, nhắc tôi hạn khai sinh". It is
// one when it says "hạn", names a procedure that has such a limit, and gives no day or one that is past: from which the
// limit is counted. With a day to come it is a reminder like any other.
func (svc *Service) limitWish(ctx context.Context, t *dialog.Turn, wish string) (m []bot.Message, mine bool, err error) {
	about, ok := afterLimit(wish)
	if !ok {
		return nil, false, nil
	}
	from, how := t.Dates(true).Read(wish)
	switch {
	case how == vidate.Impossible, from.Repeat != "", how == vidate.Found && from.Day.After(t.Day()):
		return nil, false, nil
	case how == vidate.Found:
		if rest, again := t.Dates(true).Read(about); again == vidate.Found {
			about = rest.Rest
		}
	}
	first, _, _ := strings.Cut(about, ",")
	p, ok := limitedBy(t, first)
	for _, words := range []string{about, from.Rest} {
		if !ok && words != first {
			p, ok = limitedBy(t, words)
		}
	}
	if !ok {
		return nil, false, nil
	}
	all := Limits(p, t.Day())
	n := meant(all, wish)
	switch {
	case n < 0:
		m, err = askEvent(ctx, t, limit{Entry: p.ID()})
	case how != vidate.Found:
		m, err = askEvent(ctx, t, limit{Entry: p.ID(), N: &n})
	default:
		t.About(p.ID(), search.AspectTime)
		m, err = svc.readLimit(ctx, t, p, n, from.Day, false)
	}
	return m, true, err
}

// afterLimit is what follows "hạn" in a wish, without "chót" and the like.
func afterLimit(wish string) (string, bool) {
	words := strings.Fields(wish)
	for i, w := range words {
		if w = strings.ToLower(strings.Trim(w, ".,;:!?")); w != "hạn" && w != "han" {
			continue
		}
		rest := words[i+1:]
		for len(rest) > 0 {
			if f := vi.Fold(rest[0]); f != "chot" && f != "cuoi" && f != "cua" && f != "di" {
				break
			}
			rest = rest[1:]
		}
		return strings.Join(rest, " "), true
	}
	return "", false
}

// limitedBy is the procedure that words name, when the law sets a limit for it.
func limitedBy(t *dialog.Turn, words string) (*content.Procedure, bool) {
	if strings.TrimSpace(words) == "" {
		return nil, false
	}
	r := t.Know.Ask(words)
	if r.Outcome != search.Answer && r.Outcome != search.Likely || len(r.Hits) == 0 {
		return nil, false
	}
	p, ok := t.Know.Library.Procedure(r.Hits[0].ID)
	return p, ok && len(Limits(p, t.Day())) > 0
}

// meant is the limit whose event the words name most of; of several that they name alike it is -1, and the person is
// asked.
func meant(all []content.DeadlineFact, words string) int {
	if len(all) == 1 {
		return 0
	}
	said := " " + vi.Fold(words) + " "
	best, n, twice := 0, -1, false
	for i, d := range all {
		hits := 0
		for _, w := range strings.Fields(vi.Fold(d.Event)) {
			if w != "ngay" && strings.Contains(said, " "+w+" ") {
				hits++
			}
		}
		switch {
		case hits > best:
			best, n, twice = hits, i, false
		case hits == best:
			twice = true
		}
	}
	if twice {
		return -1
	}
	return n
}

// awaitedLimit is what a limit's dialogue waits with: the entry, the number of the limit, and once it was read back the
// day from which it is counted.
type awaitedLimit struct {
	Entry string
	N     int
	From  content.Day
}

func (a awaitedLimit) String() string {
	s := fmt.Sprintf("%s:%d", a.Entry, a.N)
	if !a.From.IsZero() {
		s += ":" + a.From.String()
	}
	return s
}

func readAwaited(data string) (a awaitedLimit) {
	parts := strings.SplitN(data, ":", 3)
	a.Entry = parts[0]
	if len(parts) > 1 {
		_, _ = fmt.Sscan(parts[1], &a.N) // what is not a number is the first
	}
	if len(parts) > 2 {
		a.From, _ = content.ParseDay(parts[2])
	}
	return a
}
