package library

import (
	"io/fs"
	"reflect"
	"sync"
	"time"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/handlers/answers"
)

// Desk is where editors work: the base below, what is laid over it, and a trial of a change before it is published.
type Desk struct {
	Layer    *content.Overlay
	Lexicon  func() search.Lexicon
	FilesWin bool // the base below is a folder in which people write by hand

	asked asked
	last  lastRead
}

// asked is what the golden questions lose of the base in use and of the one tried last: to ask them all takes about a
// second of a processor, and a change is tried twice, before it is read and before it is published.
type asked struct {
	sync.Mutex
	lost map[*answers.Knowledge][]answers.Lost
}

// golden asks the golden questions of a base unless that was done, and forgets all bases but this one and the other.
func (a *asked) golden(of, other *answers.Knowledge) []answers.Lost {
	a.Lock()
	defer a.Unlock()
	lost, done := a.lost[of]
	if !done {
		lost = of.Golden()
	}
	kept := map[*answers.Knowledge][]answers.Lost{of: lost}
	if l, there := a.lost[other]; there {
		kept[other] = l
	}
	a.lost = kept
	return lost
}

// lastRead is the base with the change that was tried last. What is published is nearly always what was tried a moment
// before, so neither the second trial nor the program that takes it into use reads the base again.
type lastRead struct {
	sync.Mutex
	print  string // of the files that it was read from
	day    content.Day
	lex    search.Lexicon
	know   *answers.Knowledge
	faults content.Faults
}

// keepTrial is how long a base that nobody published is kept: it takes as much memory as the one in use.
const keepTrial = 10 * time.Minute

func (l *lastRead) of(mark string) (*answers.Knowledge, content.Faults) {
	l.Lock()
	defer l.Unlock()
	if l.know == nil || l.print != mark || l.day != content.DayOf(time.Now()) {
		return nil, nil
	}
	return l.know, l.faults
}

func (l *lastRead) keep(mark string, lex search.Lexicon, know *answers.Knowledge, faults content.Faults) {
	l.Lock()
	defer l.Unlock()
	l.print, l.day, l.lex, l.know, l.faults = mark, content.DayOf(time.Now()), lex, know, faults
}

// take gives what was kept away, if it was made of this library and these words.
func (l *lastRead) take(lib *content.Library, lex search.Lexicon) *answers.Knowledge {
	l.Lock()
	defer l.Unlock()
	know := l.know
	if know == nil || know.Library != lib || !reflect.DeepEqual(l.lex, lex) {
		return nil
	}
	l.know, l.faults = nil, nil
	return know
}

// forget drops a base that was tried, unless it is in use now or another was tried meanwhile.
func (d *Desk) forget(know *answers.Knowledge) {
	d.last.Lock()
	defer d.last.Unlock()
	if d.last.know != know {
		return
	}
	d.last.know, d.last.faults = nil, nil
	d.asked.Lock()
	defer d.asked.Unlock()
	delete(d.asked.lost, know)
}

// Read is the text of a file as the bot reads it, and the Sum of the file below.
func (d *Desk) Read(path string) (text, base string, found bool) {
	if below, err := fs.ReadFile(d.Layer.Base(), path); err == nil {
		base = Sum(below)
	}
	now, err := fs.ReadFile(d.Layer, path)
	return string(now), base, err == nil
}

// Trial is what a change would do.
type Trial struct {
	Knowledge *answers.Knowledge
	Faults    content.Faults // errors of the whole base, and warnings of this file
	Lost      []answers.Lost // golden questions that would be lost by it
	Won       []answers.Lost // those that are lost now and would not be
	Warn      []string
}

// OK reports whether the change may be published.
func (t Trial) OK() bool { return len(t.Faults.Errors()) == 0 }

// Load reads the base with one file changed: what the bot would know, nil when it cannot be read, and what is wrong.
func (d *Desk) Load(path, text string, gone bool) (*answers.Knowledge, content.Faults) {
	next := d.Layer.With(path, content.OverlayFile{Text: []byte(text), Gone: gone, At: time.Now()})
	mark := next.Print()
	if know, faults := d.last.of(mark); know != nil {
		return know, faults
	}
	lib, faults := content.Load(next)
	if len(faults.Errors()) > 0 {
		return nil, faults
	}
	lex := d.Lexicon()
	know := answers.NewKnowledge(lib, lex)
	if next.Print() == mark { // else somebody wrote in the folder while it was read
		d.last.keep(mark, lex, know, faults)
		time.AfterFunc(keepTrial, func() { d.forget(know) })
	}
	return know, faults
}

// Reread reads the base as it is now laid, or takes what was read when that very state was tried: content.Base.Read.
func (d *Desk) Reread(fs.FS) (*content.Library, content.Faults) {
	if know, faults := d.last.of(d.Layer.Print()); know != nil {
		return know.Library, faults
	}
	return content.Load(d.Layer)
}

// Taken is what the bot knows of a library that Reread returned, with the words that it was to be read with.
func (d *Desk) Taken(lib *content.Library, lex search.Lexicon) *answers.Knowledge {
	if know := d.last.take(lib, lex); know != nil {
		return know
	}
	return answers.NewKnowledge(lib, lex)
}

// Library is the base with one file changed; nil when it cannot be read.
func (d *Desk) Library(path, text string) *content.Library {
	lib, faults := content.Load(d.Layer.With(path, content.OverlayFile{Text: []byte(text), At: time.Now()}))
	if len(faults.Errors()) > 0 {
		return nil
	}
	return lib
}

// Faults says what would be wrong in the base with one file changed.
func (d *Desk) Faults(path, text string) content.Faults {
	_, faults := content.Load(d.Layer.With(path, content.OverlayFile{Text: []byte(text), At: time.Now()}))
	return faults
}

// Warm asks the golden questions of the base in use while somebody still types, so that the trial has only to ask them
// of the change. It returns at once.
func (d *Desk) Warm(now *answers.Knowledge) {
	if !d.asked.TryLock() {
		return // they are being asked
	}
	_, done := d.asked.lost[now]
	d.asked.Unlock()
	if !done {
		go d.asked.golden(now, nil)
	}
}

// Try loads the base with one file changed and asks the golden questions of both.
func (d *Desk) Try(now *answers.Knowledge, path, text string, gone bool) Trial {
	if gone && text == "" {
		text, _, _ = d.Read(path)
	}
	next, faults := d.Load(path, text, gone)
	var t Trial
	if !gone {
		t.Faults = unwritten(path, text)
	}
	for _, f := range faults {
		if !f.Warn || f.File == path {
			t.Faults = append(t.Faults, f)
		}
	}
	if !t.OK() {
		return t
	}
	t.Knowledge = next
	before := map[string]answers.Lost{}
	for _, l := range d.asked.golden(now, next) {
		before[l.Question.Q] = l
	}
	for _, l := range d.asked.golden(next, now) {
		if _, already := before[l.Question.Q]; !already {
			t.Lost = append(t.Lost, l)
		}
		delete(before, l.Question.Q)
	}
	for _, l := range before {
		t.Won = append(t.Won, l)
	}
	return t
}
