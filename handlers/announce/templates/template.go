// Package templates is texts of announcements with named blanks that an office fills in: a power cut, a meeting, a
// flood. Some are shipped; an office writes its own at the console.
package templates

import (
	"embed"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/handlers/announce/markup"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// Kind is what a blank takes.
type Kind string

// The kinds, as they are written after the name of a blank: "{ngày họp: ngày}".
const (
	Words  Kind = ""     // some words, one line
	Day    Kind = "ngày" // a day that exists and is not past
	Clock  Kind = "giờ"  // an hour that exists
	Number Kind = "số"
)

// Blank is one place to fill in. The same name twice in a text is one blank.
type Blank struct {
	Name string
	Kind Kind
}

// Template is a text with blanks.
type Template struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Text   string `json:"text"`
	Urgent bool   `json:"urgent,omitempty"` // what it makes is of the urgent class
	Own    bool   `json:"own,omitempty"`    // of the office
	Office string `json:"office,omitempty"` // its slug, of several; empty: all have it in common
}

// Of reports whether it is the own template of an official's office, which he may change.
func (t Template) Of(by people.Actor) bool { return t.Own && t.Office == by.Office.Slug }

// The bounds of a template and of what is filled in, in characters.
const (
	longestName  = 60
	longestValue = 200
	mostBlanks   = 12
)

//go:embed shipped/*.md
var shipped embed.FS

// Shipped are the templates that come with the program, by name.
var Shipped = readShipped()

func readShipped() (out []Template) {
	files, err := shipped.ReadDir("shipped")
	if err != nil {
		panic(err) // embedded at build time
	}
	for _, f := range files {
		b, err := shipped.ReadFile("shipped/" + f.Name())
		if err != nil {
			panic(err)
		}
		head, text, _ := strings.Cut(string(b), "\n")
		t := Template{ID: strings.TrimSuffix(path.Base(f.Name()), ".md"), Name: strings.TrimPrefix(head, "# ")}
		if rest, urgent := strings.CutPrefix(text, "! khẩn\n"); urgent {
			t.Urgent, text = true, rest
		}
		t.Text = strings.TrimSpace(text)
		out = append(out, t)
	}
	return out
}

var blankForm = regexp.MustCompile(`\{([^{}\n]*)\}`)

// Blanks lists the blanks of a text in their order; an error is a dialog.Refusal that says what is wrong with it.
func Blanks(text string) (out []Blank, err error) {
	rest := blankForm.ReplaceAllString(text, "")
	if strings.ContainsAny(rest, "{}") {
		return nil, dialog.Refuse(textBrace)
	}
	for _, m := range blankForm.FindAllStringSubmatch(text, -1) {
		b, err := readBlank(m[1])
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(out, func(o Blank) bool { return o.Name == b.Name })
		switch {
		case i < 0:
			out = append(out, b)
		case b.Kind == Words: // said before
		case out[i].Kind == Words:
			out[i].Kind = b.Kind
		case out[i].Kind != b.Kind:
			return nil, dialog.Refuse(fmt.Sprintf(textTwoKinds, bot.Escape(b.Name)))
		}
	}
	if len(out) > mostBlanks {
		return nil, dialog.Refuse(fmt.Sprintf(textManyBlanks, mostBlanks))
	}
	return out, nil
}

func readBlank(inside string) (Blank, error) {
	name, kind, _ := strings.Cut(inside, ":")
	b := Blank{vi.Clean(vi.NFC(name)), Kind(strings.ToLower(vi.Clean(vi.NFC(kind))))}
	switch {
	case b.Name == "" || utf8.RuneCountInString(b.Name) > longestName:
		return b, dialog.Refuse(textBlankName)
	case b.Kind == "chữ":
		b.Kind = Words
	case !slices.Contains([]Kind{Words, Day, Clock, Number}, b.Kind):
		return b, dialog.Refuse(fmt.Sprintf(textNoKind, bot.Escape(string(b.Kind))))
	}
	return b, nil
}

// Check refuses a template that cannot be used: without a name, with a slip in its blanks or its markup.
func (t Template) Check() error {
	if n := utf8.RuneCountInString(t.Name); n == 0 || n > longestName {
		return dialog.Refuse(fmt.Sprintf(textName, longestName))
	}
	blanks, err := Blanks(t.Text)
	if err != nil {
		return err
	}
	if len(blanks) == 0 {
		return dialog.Refuse(textNoBlank)
	}
	if fault := markup.Check(blankForm.ReplaceAllString(t.Text, "x")); fault != "" {
		return dialog.Refuse(fault)
	}
	return nil
}

// Read checks what was typed into a blank and returns it as it is to stand in the text; an error is a dialog.Refusal.
func (b Blank) Read(typed string, dates vidate.Reader) (string, error) {
	typed = strings.Join(strings.Fields(vi.Clean(vi.NFC(typed))), " ") // one line, whatever a phone's keyboard put in
	switch n := utf8.RuneCountInString(typed); {
	case n == 0:
		return "", dialog.Refuse(fmt.Sprintf(textEmpty, bot.Escape(b.Name)))
	case n > longestValue:
		return "", dialog.Refuse(fmt.Sprintf(textLong, bot.Escape(b.Name), longestValue))
	}
	switch b.Kind {
	case Day:
		return b.readDay(typed, dates)
	case Clock:
		return b.readClock(typed)
	case Number:
		if strings.Trim(typed, "0123456789.,") != "" {
			return "", dialog.Refuse(fmt.Sprintf(textNumber, bot.Escape(b.Name)))
		}
	}
	return typed, nil
}

func (b Blank) readDay(typed string, dates vidate.Reader) (string, error) {
	got, how := dates.Read(typed)
	if day, err := content.ParseDay(typed); err == nil { // as a page sends it
		got, how = vidate.Result{Day: day}, vidate.Found
	}
	switch {
	case how == vidate.Impossible:
		return "", dialog.Refuse(bot.Escape(got.NoSuchDay()))
	case how != vidate.Found || got.Repeat != "":
		return "", dialog.Refuse(fmt.Sprintf(textDay, bot.Escape(b.Name)))
	case got.Day.Before(content.DayOf(dates.Now)):
		return "", dialog.Refuse(fmt.Sprintf(textDayGone, bot.Escape(b.Name), vidate.Format(got.Day)))
	}
	return vidate.Format(got.Day), nil
}

// clockForm are the ways of writing an hour: "8h", "8h30", "8 giờ 30", "08:30", "14g".
var clockForm = regexp.MustCompile(`^(\d{1,2}) ?(?:h|g|gio|:)? ?(\d{2})?(?: phut)?( ruoi)?( sang| trua| chieu| toi)?$`)

func (b Blank) readClock(typed string) (string, error) {
	m := clockForm.FindStringSubmatch(vi.Fold(strings.ReplaceAll(typed, ":", "h")))
	if m == nil {
		return "", dialog.Refuse(fmt.Sprintf(textClock, bot.Escape(b.Name)))
	}
	hour, _ := strconv.Atoi(m[1])   // digits
	minute, _ := strconv.Atoi(m[2]) // digits, or nothing
	if m[3] != "" {
		minute = 30
	}
	if (m[4] == " chieu" || m[4] == " toi") && hour < 12 {
		hour += 12
	}
	if hour > 23 || minute > 59 {
		return "", dialog.Refuse(fmt.Sprintf(textNoHour, bot.Escape(typed)))
	}
	return time.Date(2026, 1, 1, hour, minute, 0, 0, content.Zone).Format("15:04"), nil
}

// Fill puts what was read into the blanks. values are by name, as Read returned them. An hour "đến …" must be after the
// "từ …" of the same text.
func (t Template) Fill(values map[string]string) (string, error) {
	blanks, err := Blanks(t.Text)
	if err != nil {
		return "", err
	}
	from := ""
	for _, b := range blanks {
		v := values[b.Name]
		switch folded := vi.Fold(b.Name); {
		case v == "":
			return "", dialog.Refuse(fmt.Sprintf(textEmpty, bot.Escape(b.Name)))
		case b.Kind == Clock && strings.HasPrefix(folded, "tu"):
			from = v
		case b.Kind == Clock && strings.HasPrefix(folded, "den") && from != "" && v <= from:
			return "", dialog.Refuse(fmt.Sprintf(textOrder, bot.Escape(b.Name), v, from))
		}
	}
	text := blankForm.ReplaceAllStringFunc(t.Text, func(s string) string {
		b, _ := readBlank(strings.Trim(s, "{}")) // checked above
		return bot.Escape(values[b.Name])
	})
	if fault := markup.Check(text); fault != "" {
		return "", dialog.Refuse(fault)
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines { // a sentence may begin with a day
		lines[i] = dialog.UpperFirst(line)
	}
	return strings.Join(lines, "\n"), nil
}
