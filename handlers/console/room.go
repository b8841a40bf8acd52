package console

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// Context is that of the request.
func (v *Visit) Context() context.Context { return v.ctx }

// Raw is a field of the form with its line breaks.
func (v *Visit) Raw(name string) string { return v.r.PostFormValue(name) }

// All are the values of a field that may be chosen several times.
func (v *Visit) All(name string) []string { return v.r.PostForm[name] }

// Query is a parameter of the address.
func (v *Visit) Query(name string) string { return v.r.URL.Query().Get(name) }

// Name is what the visitor is called; empty for who signed in at the server.
func (v *Visit) Name() string { return v.name }

// AtServer reports whether the visitor signed in at the server: then nobody knows who it is.
func (v *Visit) AtServer() bool { return v.s.Chat == people.ServerOwner }

// Picture answers with a picture that stands on a page.
func (v *Visit) Picture(mediaType string, body []byte) error {
	v.w.Header().Set("Content-Type", mediaType)
	_, err := v.w.Write(body)
	return err
}

// File is the file of a form, where one came: what the browser calls it, and its bytes. large says that it has more
// than may be sent and was not kept.
func (v *Visit) File() (name string, body []byte, large bool) {
	if v.file == nil {
		return "", nil, false
	}
	return v.file.name, v.file.bytes, v.file.large
}

// Go sends the visitor to a page after a form.
func (v *Visit) Go(path string) error {
	http.Redirect(v.w, v.r, path, http.StatusSeeOther)
	return nil
}

// Path is that of the address, without its parameters.
func (v *Visit) Path() string { return v.r.URL.Path }

// Mute reports whether no messenger is set up: then the bot cannot write to anybody of its own accord.
func Mute(c *Console) bool {
	for _, limits := range c.Bot.People.Channels {
		if limits.Proactive {
			return false
		}
	}
	return true
}

// Refuse is an error that the visitor reads, with a status of HTTP.
func Refuse(status int, text string) error { return refusal{status, text} }

// InUse waits until this process answers by what was published, so that the page does not show the old text; false when
// that takes too long, for then the page says that it will be so in a moment.
func InUse(c *Console, v *Visit, before *answers.Knowledge, path, text string) bool {
	const often = 50 * time.Millisecond
	if c.Look != nil {
		c.Look()
	}
	for waited := time.Duration(0); waited < c.Await; waited += often {
		now, _, _ := c.Desk.Read(path)
		if now == text && c.Bot.Knowledge() != before {
			return true
		}
		select {
		case <-v.Context().Done():
			return false
		case <-time.After(often):
		}
	}
	return false
}

// Visit is one request of somebody who is signed in and has the right.
type Visit struct {
	w    http.ResponseWriter
	r    *http.Request
	ctx  context.Context
	s    Session
	role people.Role
	name string
	// office is the one of several that the visitor belongs to; zero: all, or there is one.
	office people.Office
	file   *upload // of a page that takes one
}

// Form is a field of the form that was sent, without blanks around it.
func (v *Visit) Form(name string) string { return strings.TrimSpace(v.r.PostFormValue(name)) }

// May reports whether the visitor may use a route, for links that are not to be shown to others.
func (v *Visit) May(roles []people.Role) bool { return allowed(v.role, roles) }

func allowed(role people.Role, roles []people.Role) bool {
	if role == people.RoleOwner {
		return true
	}
	for _, r := range roles {
		if r == role {
			return true
		}
	}
	return false
}

// refusal is an error that the visitor reads.
type refusal struct {
	status int
	text   string
}

func (r refusal) Error() string { return r.text }

// ErrNotFound is answered with the page that says that there is no such page or entry.
var ErrNotFound = refusal{http.StatusNotFound, textNotFound}

// Deed does something as the visitor, in one transaction.
func (c *Console) Deed(v *Visit, f func(tx bot.Tx, by people.Actor) error) error {
	return c.State.Update(v.ctx, func(tx bot.Tx) error {
		by, _, err := c.Bot.People.ActorAt(v.ctx, tx, v.s.Chat, people.NewToken())
		if err != nil {
			return err
		}
		return f(tx, by)
	})
}

// statuses are those with which refusals are answered.
var statuses = map[dialog.Reason]int{
	dialog.Invalid: http.StatusUnprocessableEntity, dialog.NotFound: http.StatusNotFound,
	dialog.Forbidden: http.StatusForbidden, dialog.Conflict: http.StatusConflict,
}

// Back sends the visitor to a page after a POST; notice is one of the words of notices.
func (v *Visit) Back(path, notice string) error {
	path, part, onPart := strings.Cut(path, "#") // the notice belongs before the place on the page
	sep := "?"
	if strings.Contains(path, "?") {
		sep = "&"
	}
	if path += sep + "xong=" + notice; onPart {
		path += "#" + part
	}
	http.Redirect(v.w, v.r, path, http.StatusSeeOther)
	return nil
}

// Session is somebody signed in. Its role is not in it: that is asked for at every request, so that a right that was
// taken away is gone at once.
type Session struct {
	ID    string     `json:"id"` // TokenHash of the cookie
	Chat  bot.ChatID `json:"chat"`
	CSRF  string     `json:"csrf"`
	Since time.Time  `json:"since"`
	Agent string     `json:"agent"` // the browser, for the list of sessions
}

func announcementPath(id string) string { return announcePath + "/tin?ma=" + url.QueryEscape(id) }

// upload is the file of a form.
type upload struct {
	name  string
	bytes []byte
	large bool // larger than maxUpload: bytes is empty
}
