// Package webcard renders what we say as HTML: the markup of a message, and a bot.Card in the three places where one
// stands: in the chat, on the page of its entry, and on paper. It has the templates, the style and the script that go
// with it, so that the chat and the pages look alike; there is no inline code for a Content-Security-Policy to forbid.
// It keeps nothing and fails only with a template that does not fit its data.
package webcard

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/motcua/motcua/bot"
)

//go:embed assets
var files embed.FS

var cards = template.Must(template.New("").Funcs(template.FuncMap{"inline": inline}).
	ParseFS(files, "assets/card.html"))

// Style is the style of pages with cards: the colours, type and controls that all our pages share, and the cards. A
// page puts it before its own style, in one file.
func Style() []byte { return append(asset("theme.css"), asset("card.css")...) }

// Script makes the buttons of Tools work: share, print, read out. It works for cards that come later too.
func Script() []byte { return asset("card.js") }

func asset(name string) []byte {
	b, err := files.ReadFile("assets/" + name)
	if err != nil {
		panic(err) // embedded
	}
	return b
}

// Place says where a card stands.
type Place struct {
	// ID is unique in the page: the ids of headings begin with it. On a page of its own it is empty, and the parts can
	// be pointed at by their own ids.
	ID string
	// Level is that of the card's heading, 1 to 5; its parts have the next. 0 means 3.
	Level int
	// Root leads from the page's address to the site's root: "", "../". It goes before Card.Path.
	Root string
	// Open unfolds everything: on a page that is read from top to bottom.
	Open bool
}

// HTML renders a card.
func HTML(c *bot.Card, at Place) (template.HTML, error) {
	if at.Level == 0 {
		at.Level = 3
	}
	var b bytes.Buffer
	if err := cards.ExecuteTemplate(&b, "card", card{Card: c, Place: at}); err != nil {
		return "", fmt.Errorf("card %q: %w", c.Title, err)
	}
	return template.HTML(b.String()), nil //nolint:gosec // made by html/template
}

// Tools is the row of buttons with which one shares, prints and hears a card. They stay hidden where Script does not
// run, or the browser cannot do it.
func Tools() template.HTML { return tools }

const tools = `<span class="card-tools"><button type="button" data-card="share">Chia sẻ</button>` +
	`<button type="button" data-card="print">In</button>` +
	`<button type="button" data-card="speak" aria-pressed="false">Đọc to</button></span>`

// card is what card.html shows.
type card struct {
	*bot.Card
	Place
}

// Address is where an action leads: "#form" is a part of the entry's page.
func (c card) Address(b bot.Button) string {
	if strings.HasPrefix(b.URL, "#") && c.ID != "" {
		return c.Link() + b.URL
	}
	return b.URL
}

// Outside reports whether an action leads away from our pages.
func (c card) Outside(b bot.Button) bool { return !strings.HasPrefix(b.URL, "#") }

// Link is the address of the entry's page, "" where it has none.
func (c card) Link() string {
	if c.Path == "" {
		return ""
	}
	return c.Root + c.Path
}

// Heading opens or closes a heading; below is 0 for the card's own, 1 for those of its parts.
func (c card) Heading(below int, id string) template.HTML {
	level := strconv.Itoa(min(c.Level+below, 6))
	if id == "" {
		return template.HTML("<h" + level + ">") //nolint:gosec // a digit
	}
	return template.HTML("<h" + level + ` id="` + template.HTMLEscapeString(id) + `">`) //nolint:gosec // escaped
}

// End closes a heading.
func (c card) End(below int) template.HTML {
	return template.HTML("</h" + strconv.Itoa(min(c.Level+below, 6)) + ">") //nolint:gosec // a digit
}

// TitleID is the id of the card's heading.
func (c card) TitleID() string { return c.ID + "title" }

// large is a line that stands large on top.
type large struct {
	bot.CardLine
	Asked string // the question that it answers, where that is not the one that was asked
	Long  bool   // many words: only its first sentence is large
}

// leadRunes is what three rows of a phone hold in large letters.
const leadRunes = 90

// Large are the lines on top, ready to be written.
func (c card) Large() (out []large) {
	for _, l := range c.Lead {
		asked := ""
		if q, answer, ok := strings.Cut(l.Text, "?” "); ok && strings.HasPrefix(q, "“") {
			asked, l.Text = q+"?”", answer
		}
		first, rest, more := strings.Cut(l.Text, ". ")
		if more && !strings.ContainsAny(l.Text, "*[") && utf8.RuneCountInString(bot.Plain(l.Text)) > leadRunes {
			l.Text = "*" + first + ".* " + rest
			out = append(out, large{l, asked, true})
			continue
		}
		out = append(out, large{l, asked, false})
	}
	return out
}

// fact is one of the facts at a glance: its first line, cut to two rows of the screen until it unfolds, and the others.
type fact struct {
	Title, Anchor string
	First         bot.CardLine
	Others        []run
	Folds         bool
}

// factRunes is what two rows of a phone hold beside the name of a fact.
const factRunes = 56

// Glance are the facts, ready to be written.
func (c card) Glance() (out []fact) {
	for _, p := range c.Facts {
		f := fact{Title: p.Title, First: p.Lines[0], Others: runs(p, 1, len(p.Lines))}
		f.Folds = !c.Open && (len(p.Lines) > 1 ||
			utf8.RuneCountInString(f.First.When+bot.Plain(f.First.Text)+f.First.Mark) > factRunes)
		if c.ID == "" {
			f.Anchor = p.ID
		}
		out = append(out, f)
	}
	return out
}

// Groups are the parts, ready to be written.
func (c card) Groups() (out []part) {
	for _, p := range c.Parts {
		out = append(out, c.part(p))
	}
	return out
}

// part is a part in its runs of lines: those in sight, and those that unfold.
type part struct {
	bot.CardPart
	Anchor  string // id of the element
	Heading template.HTML
	End     template.HTML
	InSight []run
	Folded  []run
	Rest    string // "Xem thêm 3 mục"
}

// run is lines that belong into one element.
type run struct {
	Element string // "ul", "ol" or "p"
	Start   int    // number of the first line of an "ol"
	Lines   []bot.CardLine
}

func (c card) part(p bot.CardPart) part {
	shown := len(p.Lines)
	if p.Shown > 0 && !c.Open {
		shown = min(shown, p.Shown)
	}
	if rest := p.Lines[shown:]; len(rest) == 1 && utf8.RuneCountInString(bot.Plain(rest[0].Text)) <= shortLine {
		shown++ // a fold of one short line saves nothing
	}
	p.Fold = p.Fold && !c.Open
	out := part{CardPart: p, Heading: c.Heading(1, ""), End: c.End(1)}
	if p.ID != "" && c.ID == "" {
		out.Anchor = p.ID
	}
	out.InSight, out.Folded = runs(p, 0, shown), runs(p, shown, len(p.Lines))
	if n := len(p.Lines) - shown; n > 0 {
		out.Rest = fmt.Sprintf(textMore, n)
	}
	return out
}

// shortLine is what two rows of a phone hold.
const shortLine = 80

const textMore = "Xem thêm %d mục"

// runs are the lines of a part from one to another.
func runs(p bot.CardPart, from, to int) (out []run) {
	for i := from; i < to; i++ {
		l := p.Lines[i]
		element := "ul"
		switch {
		case l.Prose:
			element = "p"
		case p.Numbered:
			element = "ol"
		}
		if n := len(out); n > 0 && element != "p" && out[n-1].Element == element {
			out[n-1].Lines = append(out[n-1].Lines, l)
			continue
		}
		out = append(out, run{Element: element, Start: number(p, i), Lines: []bot.CardLine{l}})
	}
	return out
}

// number is the number of a line among the steps of its part.
func number(p bot.CardPart, line int) int {
	n := 1
	for _, l := range p.Lines[:line] {
		if !l.Prose {
			n++
		}
	}
	return n
}

// Basis is the quiet line under a card: "✓ Kiểm tra 22/11/2026 · 5 nguồn"; "" when there is nothing to unfold or say.
func (c card) Basis() string {
	var parts []string
	if c.Checked != "" {
		parts = append(parts, "✓ Kiểm tra "+c.Checked)
	}
	if n := len(c.Sources); n > 0 {
		parts = append(parts, fmt.Sprintf("%d nguồn", n))
	}
	return strings.Join(parts, " · ")
}
