package console

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"

	"github.com/motcua/motcua/bot"
)

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
	sep := "?"
	if strings.Contains(path, "?") {
		sep = "&"
	}
	http.Redirect(v.w, v.r, path+sep+"xong="+notice, http.StatusSeeOther)
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
