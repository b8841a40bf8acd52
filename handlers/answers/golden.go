package answers

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
)

// Lost is a golden question that does not come out as wanted.
type Lost struct {
	Question content.Question
	Got      string // what came out, in the words of questions.yaml
}

// String says where the question stands, what was wanted and what came.
func (l Lost) String() string {
	want := l.Question.Want
	if l.Question.Aspect != "" {
		want += " (" + string(l.Question.Aspect) + ")"
	}
	if l.Question.Missed {
		return fmt.Sprintf("%s:%d: %q nay đã đúng; hãy bỏ missed", l.Question.File, l.Question.Line, l.Question.Q)
	}
	return fmt.Sprintf("%s:%d: %q: muốn %s, được %s", l.Question.File, l.Question.Line, l.Question.Q, want, l.Got)
}

// Golden asks all golden questions of the base and returns those that are lost, in their order, and known misses that
// come out right now, so that their mark goes. A question that wants an entry is not lost while that entry is answered
// from, or offered first. The processors share them: somebody waits for it.
func (k *Knowledge) Golden() (lost []Lost) {
	questions := k.Library.Questions
	parts := make([][]Lost, runtime.GOMAXPROCS(0))
	var all sync.WaitGroup
	for i := range parts {
		all.Go(func() {
			for _, q := range questions[i*len(questions)/len(parts) : (i+1)*len(questions)/len(parts)] {
				if got, ok := k.golden(q); ok == q.Missed {
					parts[i] = append(parts[i], Lost{q, got})
				}
			}
		})
	}
	all.Wait()
	return slices.Concat(parts...)
}

// Change is a golden question that comes out differently after an edit.
type Change struct {
	Question      content.Question
	Before, After string
	Good          bool // the question is as wanted now
}

// String says what changed, and whether that is what the question wants.
func (c Change) String() string {
	mark := "MẤT"
	if c.Good {
		mark = "được"
	}
	return fmt.Sprintf("%s: %q (muốn %s): trước %s, nay %s", mark, c.Question.Q, c.Question.Want, c.Before, c.After)
}

// GoldenDiff asks the golden questions of the newer base of both and returns those that come out differently.
func GoldenDiff(before, after *Knowledge) (changes []Change) {
	for _, q := range after.Library.Questions {
		was, _ := before.golden(q)
		now, good := after.golden(q)
		if was != now {
			changes = append(changes, Change{q, was, now, good})
		}
	}
	return changes
}

func (k *Knowledge) golden(q content.Question) (got string, ok bool) {
	return k.cameOut(q, k.Answer(q.Q, content.Day{}))
}

// cameOut says what came of a golden question, in the words of questions.yaml, and whether that is what it wants.
func (k *Knowledge) cameOut(q content.Question, reply Reply) (got string, ok bool) {
	r := reply.Result
	got = k.outcome(reply)
	switch q.Want {
	case content.WantCalm:
		return got, !strings.HasPrefix(reply.Entry, content.UrgentEntry(""))
	case content.WantUnknown:
		return got, r.Outcome == search.Unknown
	case content.WantChoose:
		// What is likely is answered with the others beside it: nothing is lost that was to be offered.
		return got, (r.Outcome == search.Choose || r.Outcome == search.Likely && r.Choices > 1) && k.offersAll(r, q.Of)
	}
	if q.Says != "" && !strings.Contains(firstLines(reply.Message.Text), q.Says) {
		return got + ", dòng đầu không có “" + q.Says + "”", false
	}
	if q.Aspect != "" && string(q.Aspect) != string(r.Aspect) {
		return got, false
	}
	if r.Outcome == search.Choose { // a question back with the right entry first loses nothing but a tap
		return got, k.wanted(q, r.Hits[0].ID)
	}
	return got, reply.Entry != "" && k.wanted(q, reply.Entry)
}

// outcome is what came of a question, in the words of questions.yaml.
func (k *Knowledge) outcome(reply Reply) string {
	r := reply.Result
	got := string(r.Outcome)
	switch r.Outcome {
	case search.Answer, search.Likely:
		if got = reply.Entry; got != PlaceEntry && got != OfficeEntry && got != CodeEntry {
			got = k.nameOf(got)
		}
		got += " (" + string(r.Aspect) + ")"
		if r.Outcome == search.Likely {
			got += " " + string(r.Outcome)
		}
	case search.Choose:
		for _, h := range r.Hits[:min(r.Choices, len(r.Hits))] {
			got += " " + k.nameOf(h.ID)
		}
	case search.Unknown:
	}
	return got
}

// wanted reports whether an entry is one that a question wants.
func (k *Knowledge) wanted(q content.Question, id string) bool {
	return id == q.Want || k.nameOf(id) == q.Want || slices.Contains(q.Or, k.nameOf(id))
}

// Holds reports whether a reply answers a question of a counter in what a phone shows at once: from an entry that is
// wanted, with one of the words that says lists, parted by "|".
func (k *Knowledge) Holds(reply Reply, wanted []string, says string) bool {
	if reply.Entry == "" || reply.Result.Outcome == search.Unknown {
		return false
	}
	if !slices.Contains(wanted, reply.Entry) && !slices.Contains(wanted, k.nameOf(reply.Entry)) {
		return false
	}
	first := firstLines(bot.Plain(reply.Message.Text))
	return slices.ContainsFunc(strings.Split(says, "|"), func(s string) bool { return strings.Contains(first, s) })
}

// firstLines are the lines of a reply that a phone shows at once.
func firstLines(text string) string {
	return strings.Join(strings.SplitN(text, "\n", shownLines+1)[:min(shownLines, strings.Count(text, "\n")+1)], "\n")
}

const shownLines = 4

func (k *Knowledge) offersAll(r search.Result, want []string) bool {
	var offered []string
	for _, h := range r.Hits[:min(r.Choices, len(r.Hits))] {
		offered = append(offered, k.nameOf(h.ID))
	}
	for _, w := range want {
		if !slices.Contains(offered, w) {
			return false
		}
	}
	return true
}

// nameOf is an entry's own id, by which editors know it, for an id or code of the index.
func (k *Knowledge) nameOf(id string) string {
	if p, ok := k.Library.Procedure(id); ok {
		return p.Key
	}
	return id
}
