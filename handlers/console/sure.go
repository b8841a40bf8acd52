package console

import (
	"maps"
	"net/url"
)

// Sure is a question before something that cannot be undone: what will happen, and the form that does it.
type Sure struct {
	Action, Back, Label string // where the form goes, where a "no" leads, the words of the button
	Happens             []string
	Fields              map[string]string // of the form
	Sent                url.Values        // the same, of a form that came and is sent once more
}

// agreed is the field of a form whose sender has read what will happen.
const agreed = "chac"

// Ask shows the question.
func (c *Console) Ask(v *Visit, title string, s Sure) error { return c.Show(v, "sure", title, s) }

// Agreed reports whether the visitor has read what a form will do and said yes. Before that it shows the question, with
// all that the form said. It is the one way to ask: a question of the browser's own is not there without JavaScript and
// has no room for what will happen.
func Agreed(c *Console, v *Visit, title string, s Sure) (bool, error) {
	if v.Form(agreed) != "" {
		return true, nil
	}
	s.Action, s.Sent = v.r.URL.Path, maps.Clone(v.r.PostForm)
	s.Sent.Del("csrf")
	s.Sent.Set(agreed, "co")
	return false, c.Ask(v, title, s)
}
