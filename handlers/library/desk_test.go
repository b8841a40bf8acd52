package library

import (
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/lexicon"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/handlers/answers"
)

// TestWhatWasTriedIsTakenIntoUse: the second trial of a change and the program that takes it into use read nothing
// again; any other state is read from its files.
func TestWhatWasTriedIsTakenIntoUse(t *testing.T) {
	words := func() search.Lexicon {
		lex, err := search.ParseLexicon(lexicon.Files)
		if err != nil {
			t.Fatal(err)
		}
		return lex
	}
	d := &Desk{Layer: content.NewOverlay(os.DirFS("../testdata/base")), Lexicon: words}
	read := 0
	b, faults := content.OpenBase(d.Layer)
	if b == nil {
		t.Fatal(faults)
	}
	b.Read = func(f fs.FS) (*content.Library, content.Faults) { read++; return d.Reread(f) }
	now := answers.NewKnowledge(b.Library(), words())

	const path = "faq/tra-cuu.md"
	text, _, _ := d.Read(path)
	edited := strings.Replace(text, "Ông/bà tra", "Ông/bà hãy tra", 1)
	tried := d.Try(now, path, edited, false)
	if !tried.OK() || edited == text {
		t.Fatal(tried.Faults)
	}
	if again := d.Try(now, path, edited, false); again.Knowledge != tried.Knowledge {
		t.Error("the second trial read the base again")
	}
	publish := func(text string, gone bool) (next *answers.Knowledge) {
		d.Layer.Set(map[string]content.OverlayFile{path: {Text: []byte(text), Gone: gone}})
		b.Reload(func(lib *content.Library) error { next = d.Taken(lib, words()); return nil })
		return next
	}
	if next := publish(edited, false); next != tried.Knowledge || read != 1 {
		t.Error("what was tried was read again")
	}
	if other := d.Try(tried.Knowledge, path, strings.Replace(text, "Ông/bà tra", "Ông/bà nên tra", 1),
		false); other.Knowledge == tried.Knowledge {
		t.Error("another text got the same base")
	}
	next := publish(edited, true)
	if _, there := next.Library.FAQ("tra-cuu"); there {
		t.Error("a withdrawn entry is there, because another change was tried")
	}
	tried = d.Try(next, path, edited, false)
	d.forget(tried.Knowledge)
	if back := publish(edited, false); back == nil || back == tried.Knowledge {
		t.Error("what was forgotten was taken into use")
	} else if _, there := back.Library.FAQ("tra-cuu"); !there {
		t.Error("it did not come back")
	}
}

// TestOtherWordsAreReadAgain: a base that was tried with other lists of words is not taken into use.
func TestOtherWordsAreReadAgain(t *testing.T) {
	lex, err := search.ParseLexicon(lexicon.Files)
	if err != nil {
		t.Fatal(err)
	}
	d := &Desk{Layer: content.NewOverlay(os.DirFS("../testdata/base")), Lexicon: func() search.Lexicon { return lex }}
	text, _, _ := d.Read("faq/tra-cuu.md")
	know, faults := d.Load("faq/tra-cuu.md", strings.Replace(text, "Ông/bà tra", "Ông/bà nên tra", 1), false)
	if know == nil {
		t.Fatal(faults)
	}
	if d.Taken(know.Library, search.Lexicon{}) == know {
		t.Error("taken into use with words that are not those of now")
	}
}
