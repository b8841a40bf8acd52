package console

import (
	"context"
	"net/http"
	"time"

	"github.com/motcua/motcua/handlers/answers"
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
