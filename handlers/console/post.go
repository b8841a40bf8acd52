package console

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/motcua/motcua/bot"
)

const (
	// maxUpload is the largest picture or document: what every channel takes that takes documents. The whole state of
	// an office without Redis is in memory, and an announcement's file is sent to each recipient.
	maxUpload = 5 << 20
	// maxDrained is how much of a larger one is read to its end, so that the browser listens to the answer.
	maxDrained = 64 << 20
	maxField   = 64 << 10
	maxFields  = 5000 // every group of a province may be ticked
)

// takesFile reports whether the form of an address may bring a file.
func (c *Console) takesFile(path string) bool {
	return path == composePath ||
		slices.ContainsFunc(c.Rooms, func(r Room) bool { return slices.Contains(r.Uploads, path) })
}

// readPost reads the body of a POST: a form, on the pages that take files also with a file.
func (c *Console) readPost(v *Visit, route Route) error {
	if !c.takesFile(route.Path) || !strings.HasPrefix(v.r.Header.Get("Content-Type"), "multipart/form-data") {
		return c.readForm(v.w, v.r)
	}
	if err := c.guard.CheckOrigin(v.r); err != nil {
		return refusal{http.StatusForbidden, textOtherSite}
	}
	// A scanned page over an office's line takes longer than a form; a failure leaves the server's own limit.
	// the connection knows the real time only
	line := http.NewResponseController(v.w)
	_ = line.SetReadDeadline(time.Now().Add(3 * time.Minute))
	_ = line.SetWriteDeadline(time.Now().Add(4 * time.Minute)) // else the answer comes too late
	v.r.Body = http.MaxBytesReader(v.w, v.r.Body, maxDrained)
	parts, err := v.r.MultipartReader()
	if err == nil {
		err = v.readParts(parts)
	}
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return refusal{http.StatusRequestEntityTooLarge, fmt.Sprintf(textUploadTooLarge, maxUpload>>20)}
	case err != nil:
		return refusal{http.StatusBadRequest, textUnreadable}
	}
	return nil
}

// readParts keeps the fields where PostFormValue finds them, and the one file.
func (v *Visit) readParts(parts *multipart.Reader) error {
	form := url.Values{}
	for n := 0; ; n++ {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			v.r.PostForm, v.r.Form = form, form
			return nil
		}
		if err != nil {
			return err
		}
		if n >= maxFields {
			return errors.New("too many fields")
		}
		if part.FileName() != "" && v.file == nil {
			if v.file, err = readFile(part); err != nil {
				return err
			}
			continue
		}
		value, err := io.ReadAll(io.LimitReader(part, maxField+1))
		if err != nil {
			return err
		}
		if len(value) > maxField {
			return errors.New("field too long")
		}
		form.Add(part.FormName(), string(value))
	}
}

func readFile(part *multipart.Part) (*upload, error) {
	b, err := io.ReadAll(io.LimitReader(part, maxUpload+1))
	if err != nil {
		return nil, err
	}
	u := &upload{name: part.FileName(), bytes: b}
	if len(b) > maxUpload {
		u.bytes, u.large = nil, true
		_, err = io.Copy(io.Discard, part)
	}
	return u, err
}

// file is what an announcement carries of it, by what it is and not by what the browser calls it; or why not.
func (u *upload) file() (*bot.File, error) {
	bad := func(text string) (*bot.File, error) { return nil, refusal{http.StatusUnprocessableEntity, text} }
	switch {
	case u.large:
		return bad(fmt.Sprintf(textFileTooLarge, Cut(u.name, 60), maxUpload>>20))
	case len(u.bytes) == 0:
		return bad("Tệp “" + Cut(u.name, 60) + "” không có nội dung.")
	}
	ending := strings.ToLower(path.Ext(u.name))
	f := &bot.File{Name: fileName(u.name), Bytes: u.bytes}
	switch sniffed := http.DetectContentType(u.bytes); {
	case sniffed == "image/png" || sniffed == "image/jpeg":
		f.Type = sniffed
		if want := "." + strings.TrimPrefix(sniffed, "image/"); ending != want &&
			(want != ".jpeg" || ending != ".jpg") {
			f.Name = strings.TrimSuffix(f.Name, path.Ext(f.Name)) + want
		}
	case sniffed == "application/pdf" && ending == ".pdf":
		f.Type = sniffed
	case sniffed == "application/zip" && ending == ".docx":
		f.Type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	case bytes.HasPrefix(u.bytes, []byte{0xD0, 0xCF, 0x11, 0xE0}) && ending == ".doc":
		f.Type = "application/msword"
	default:
		return bad("Không gửi được tệp “" + Cut(u.name, 60) + "”. " + textFileTypes)
	}
	return f, nil
}

// fileName is the name without folders and signs that file systems or headers stumble over; its ending is kept.
func fileName(name string) string {
	name = path.Base(strings.ReplaceAll(strings.ToValidUTF8(name, ""), `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune(`"/:*?<>|`, r) {
			return -1
		}
		return r
	}, name)
	ending := path.Ext(name)
	return Cut(strings.TrimSuffix(name, ending), 80) + ending
}

// readForm reads a POST of a form within the bounds; another site's is refused.
func (c *Console) readForm(w http.ResponseWriter, r *http.Request) error {
	if err := c.guard.CheckOrigin(r); err != nil {
		return refusal{http.StatusForbidden, textOtherSite}
	}
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		return refusal{http.StatusUnsupportedMediaType, textOtherType}
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	if err := r.ParseForm(); err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return refusal{http.StatusRequestEntityTooLarge, textTooLong}
		}
		return refusal{http.StatusBadRequest, textUnreadable}
	}
	return nil
}
