package zalo

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/platform"
)

// Template is an approved form: its id at Zalo, and from which field of a bot.Form each of its parameters comes.
type Template struct {
	ID     string
	Params []Param
}

// Param is one parameter of a template.
type Param struct {
	Name  string // at Zalo: "ten_viec"
	Field string // of the bot.Form, or "title", "body", "text"
	Limit int    // runes that Zalo allows
}

var (
	templateID = regexp.MustCompile(`^[0-9]{1,12}$`)
	paramName  = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]{0,49}$`)
)

// paramMost is the widest parameter that Zalo has, in runes.
const paramMost = 400

// ParseTemplate reads the form of the settings: "12345;ten_viec=task/100;han=due/20", that is the template's id, then
// for each of its parameters the field that fills it and its length.
func ParseTemplate(s string) (t Template, err error) {
	parts := strings.Split(s, ";")
	t.ID = strings.TrimSpace(parts[0])
	for _, part := range parts[1:] {
		name, source, ok1 := strings.Cut(strings.TrimSpace(part), "=")
		field, limit, ok2 := strings.Cut(source, "/")
		n, err := strconv.Atoi(limit)
		if !ok1 || !ok2 || err != nil {
			return Template{}, fmt.Errorf("parameter %q: want name=field/length", part)
		}
		t.Params = append(t.Params, Param{Name: name, Field: field, Limit: n})
	}
	return t, t.check()
}

func (t Template) check() error {
	if !templateID.MatchString(t.ID) {
		return fmt.Errorf("id %q: want digits", t.ID)
	}
	if len(t.Params) == 0 {
		return errors.New("no parameters: want name=field/length after the id")
	}
	seen := make(map[string]bool)
	for _, p := range t.Params {
		switch {
		case !paramName.MatchString(p.Name) || seen[p.Name]:
			return fmt.Errorf("parameter %q: want each name once, of letters, digits and _", p.Name)
		case p.Field == "":
			return fmt.Errorf("parameter %s: no field", p.Name)
		case p.Limit < 1 || p.Limit > paramMost:
			return fmt.Errorf("parameter %s: length %d, want 1 to %d", p.Name, p.Limit, paramMost)
		}
		seen[p.Name] = true
	}
	return nil
}

// longWords is the length from which a parameter holds words, which may be shortened; shorter ones are dates, codes and
// names, of which a part would say something else.
const longWords = 40

// fill makes the parameters' values. Words that are too long are shortened at a word; an empty value, or a short one
// that does not fit, is an error: Zalo would refuse it, or people read something wrong.
func (t Template) fill(m bot.Message, normalize func(string) string) (map[string]string, error) {
	plain := strings.TrimSpace(bot.Plain(m.Text))
	title, body, _ := strings.Cut(plain, "\n")
	fields := map[string]string{"title": title, "body": body, "text": plain}
	for name, v := range m.Form.Fields {
		fields[name] = v
	}
	out := make(map[string]string, len(t.Params))
	for _, p := range t.Params {
		v := strings.Join(strings.Fields(normalize(strings.ToValidUTF8(fields[p.Field], ""))), " ")
		switch n := utf8.RuneCountInString(v); {
		case v == "":
			return nil, fmt.Errorf("parameter %s: field %s is empty", p.Name, p.Field)
		case n > p.Limit && p.Limit < longWords:
			return nil, fmt.Errorf("parameter %s: %d characters, at most %d", p.Name, n, p.Limit)
		case n > p.Limit:
			v = platform.Shorten(v, p.Limit)
		}
		out[p.Name] = v
	}
	return out, nil
}
