package console

import (
	"context"
	"net/http"
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

// Picture answers with a picture that stands on a page.
func (v *Visit) Picture(mediaType string, body []byte) error {
	v.w.Header().Set("Content-Type", mediaType)
	_, err := v.w.Write(body)
	return err
}

// File is the file of a form, where one came: what the browser calls it, and its bytes. large says that it has more than
// may be sent and was not kept.
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

// Refuse is an error that the visitor reads, with a status of HTTP.
func Refuse(status int, text string) error { return refusal{status, text} }

// Sure is a question before something that cannot be undone: what will happen, and the form that does it.
type Sure struct {
	Action, Back, Label string // where the form goes, where a "no" leads, the words of the button
	Happens             []string
	Fields              map[string]string // of the form
}

// Ask shows the question.
func (c *Console) Ask(v *Visit, title string, s Sure) error { return c.Show(v, "sure", title, s) }
