package console

import (
	"context"
	"io/fs"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/people"
)

// Room is a group of pages that another package brings: their addresses, their templates, each of which defines "main",
// and their places in the menu.
type Room struct {
	Routes []Route
	Pages  fs.FS // *.html at its top; a page is called by its file's name without the ending
	Menu   []MenuItem
	// Errands are what of the room needs a person, for the overview; nil: nothing ever does.
	Errands func(ctx context.Context, c *Console) ([]Errand, error)
}

// MenuItem is a link of the menu, behind the one whose path is After.
type MenuItem struct {
	Path, Label string
	Roles       []people.Role
	After       string
}

// Visit is one request of somebody who is signed in and has the right.
type Visit = visit

// Roles that a Route may name: who reads, who edits the content, who runs the office's bot. Owners may use all.
var (
	Readers = readers
	Editors = editors
	Admins  = admins
)

// Context is that of the request.
func (v *visit) Context() context.Context { return v.ctx }

// Form is a field of the form that was sent, without blanks around it.
func (v *visit) Form(name string) string { return v.form(name) }

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

// Refuse is an error that the visitor reads, with a status of HTTP.
func Refuse(status int, text string) error { return refusal{status, text} }
