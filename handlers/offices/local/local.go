// Package local is what one of several offices lays over an entry of the shared base: what it charges by a decision of
// its own, in which room, at which hours. The entry below stays as it is for everybody; the people of the office read
// the facts besides, under their source, and the office reads what changed below since.
package local

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// Facts are what an office says of an entry beside the base; an empty one is said by the base alone.
type Facts struct {
	Fee    string      `json:"fee,omitempty"`
	Room   string      `json:"room,omitempty"`
	Hours  string      `json:"hours,omitempty"`
	Source string      `json:"source"` // the office's decision, or who vouches for it
	On     content.Day `json:"on"`     // the day on which it was checked
	By     string      `json:"by"`     // who wrote it down
	At     time.Time   `json:"at"`
	// Below is what the base said of fee and place when the facts were laid over it.
	Below string `json:"below"`
}

// None reports whether nothing is said.
func (f Facts) None() bool { return f.Fee+f.Room+f.Hours == "" }

// Laid is what an office laid over an entry, with what it had laid there before, the newest last.
type Laid struct {
	Facts
	Entry string  `json:"entry"`
	Was   []Facts `json:"was,omitempty"`
}

const (
	mostWas  = 20  // earlier facts that are kept
	mostText = 300 // runes of a fact
)

func key(office, entry string) bot.Key { return bot.Key{Kind: "local", ID: office + ":" + entry} }

// set is the set of the entries over which an office laid something, by when, in ms.
func set(office string) string { return "local:" + office }

// Of is what an office, by its slug, laid over an entry.
func Of(ctx context.Context, r bot.Reader, office, entry string) (l Laid, found bool, err error) {
	if office == "" || entry == "" {
		return l, false, nil
	}
	found, err = r.Get(ctx, key(office, entry), &l)
	return l, found, err
}

// List is what an office laid over entries, the newest first.
func List(ctx context.Context, r bot.Reader, office string) (out []Laid, err error) {
	entries, err := r.List(ctx, set(office), bot.Range{Max: dialog.MaxScore, Reverse: true, Limit: 1000})
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		l, found, err := Of(ctx, r, office, e.Member)
		if err != nil {
			return nil, err
		}
		if found {
			out = append(out, l)
		}
	}
	return out, nil
}

// Below is what the base says of an entry where an office may say something of its own: its fee and its place, as
// citizens read them. ok is false where there is no such entry.
func Below(k *answers.Knowledge, entry string, day content.Day) (text string, ok bool) {
	for _, aspect := range []search.Aspect{search.AspectFee, search.AspectWhere} {
		m, found := k.Message(entry, aspect, 0, "", day)
		if !found {
			return "", false
		}
		text += strings.TrimSpace(bot.Plain(m.Text)) + "\n"
	}
	return text, true
}

// Lay writes down what an office says of an entry; Facts that say nothing take away what it had laid there. Editors and
// admins may, of that office or of all.
func Lay(ctx context.Context, tx bot.Tx, by people.Actor, k *answers.Knowledge, of people.Office, entry string,
	f Facts) error {
	if by.Role != people.RoleEditor && !by.Runs() || !by.Office.All() && by.Office.Slug != of.Slug {
		return dialog.NotAllowed
	}
	now := tx.Now()
	below, ok := Below(k, entry, content.DayOf(now.In(content.Zone)))
	if !ok || of.All() {
		return dialog.RefuseMissing(textNoEntry)
	}
	for _, s := range []*string{&f.Fee, &f.Room, &f.Hours, &f.Source} {
		if *s = strings.Join(strings.Fields(vi.Clean(*s)), " "); utf8.RuneCountInString(*s) > mostText {
			return dialog.Refuse(fmt.Sprintf(textTooLong, mostText))
		}
	}
	if !f.None() && f.Source == "" {
		return dialog.Refuse(textNoSource)
	}
	l, found, err := Of(ctx, tx, of.Slug, entry)
	switch {
	case err != nil:
		return err
	case f.None() && (!found || l.None()):
		return dialog.Refuse(textNothing)
	}
	if found {
		l.Was = append(l.Was, l.Facts)
		l.Was = slices.Clone(l.Was[max(0, len(l.Was)-mostWas):])
	}
	f.By, f.At, f.Below = by.Name(), now, below
	l.Entry, l.Facts = entry, f
	tx.Put(key(of.Slug, entry), l, 0)
	tx.Add(set(of.Slug), entry, now.UnixMilli())
	return by.Audit(ctx, tx, people.VerbContentLocal, of.Slug+"/"+entry, "")
}

// Fact is one thing that an office says, with the word for it.
type Fact struct {
	Label, Text string
	about       []search.Aspect // the questions that it answers
}

// Said are the facts that say anything, in the order in which they are read.
func (f Facts) Said() []Fact {
	return slices.DeleteFunc([]Fact{
		{"Lệ phí", f.Fee, []search.Aspect{search.AspectFee}},
		{"Phòng, quầy", f.Room, []search.Aspect{search.AspectWhere}},
		{"Giờ nhận hồ sơ", f.Hours, []search.Aspect{search.AspectWhere, search.AspectTime}},
	}, func(f Fact) bool { return f.Text == "" })
}

// Lines are what the people of an office read below an answer about an aspect of the entry, empty where the office says
// nothing of that.
func (l Laid) Lines(office people.Office, aspect search.Aspect) string {
	var lines []string
	for _, f := range l.Said() {
		if aspect == "" || slices.Contains(f.about, aspect) {
			lines = append(lines, f.Label+": "+bot.Escape(f.Text))
		}
	}
	if len(lines) == 0 {
		return ""
	}
	return fmt.Sprintf(textHead, bot.Escape(office.Name)) + "\n" + strings.Join(lines, "\n") + "\n" +
		fmt.Sprintf(textSource, bot.Escape(l.Source), l.On.VN())
}
