package console

import (
	"context"
	"net/http"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/people"
)

// Visit is one request of somebody who is signed in and has the right.
type Visit = visit

// Roles that a Route may name: who reads, who edits the content, who runs the office's bot. Owners may use all.
var (
	Readers = readers
	Editors = editors
	Admins  = admins
	Owners  = owners
)

// Context is that of the request.
func (v *visit) Context() context.Context { return v.ctx }

// Form is a field of the form that was sent, without blanks around it.
func (v *visit) Form(name string) string { return v.form(name) }

// Raw is a field of the form with its line breaks.
func (v *visit) Raw(name string) string { return v.r.PostFormValue(name) }

// All are the values of a field that may be chosen several times.
func (v *visit) All(name string) []string { return v.r.PostForm[name] }

// Query is a parameter of the address.
func (v *visit) Query(name string) string { return v.r.URL.Query().Get(name) }

// Name is what the visitor is called; empty for who signed in at the server.
func (v *visit) Name() string { return v.name }

// Back sends the visitor to a page after a form; notice is one of the words of notices.
func (v *visit) Back(path, notice string) error { return v.back(path, notice) }

// Download answers with a file.
func (v *visit) Download(name, mediaType string, body []byte) error {
	return v.download(name, mediaType, body)
}

// Picture answers with a picture that stands on a page.
func (v *visit) Picture(mediaType string, body []byte) error {
	v.w.Header().Set("Content-Type", mediaType)
	_, err := v.w.Write(body)
	return err
}

// Show answers with a page.
func (c *Console) Show(v *Visit, page, title string, data any) error {
	return c.show(v, page, title, data)
}

// Deed does something as the visitor, in one transaction.
func (c *Console) Deed(v *Visit, f func(tx bot.Tx, by people.Actor) error) error { return c.do(v, f) }

// Go sends the visitor to a page after a form.
func (v *visit) Go(path string) error {
	http.Redirect(v.w, v.r, path, http.StatusSeeOther)
	return nil
}

// May reports whether the visitor may use what these roles may.
func (v *visit) May(roles []people.Role) bool { return v.may(roles) }

// ErrNotFound is answered with the page that says that there is no such page or entry.
var ErrNotFound error = errNotFound

// Refuse is an error that the visitor reads, with a status of HTTP.
func Refuse(status int, text string) error { return refusal{status, text} }

// Sure is a question before something that cannot be undone: what will happen, and the form that does it.
type Sure struct {
	Action, Back, Label string // where the form goes, where a "no" leads, the words of the button
	Happens             []string
	Fields              map[string]string // of the form
}

// Ask shows the question.
func (c *Console) Ask(v *Visit, title string, s Sure) error { return c.show(v, "sure", title, s) }
