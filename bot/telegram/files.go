package telegram

import (
	"context"
	"crypto/sha256"
	"net/http"
	"sync"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"github.com/motcua/motcua/bot/platform"
)

// knownFiles remembers by which name Telegram has a file that we uploaded, so that an announcement's picture is
// uploaded once and not to each recipient. It is for this process alone; when it is full it is emptied.
type knownFiles struct {
	mu  sync.Mutex
	ids map[fileKey]string
}

type fileKey struct {
	sum    [sha256.Size]byte
	method string // a photo's name is not valid for a document
	name   string // what people see
}

const mostKnownFiles = 256

func (k *knownFiles) get(key fileKey) string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.ids[key]
}

// put remembers an id; "" forgets.
func (k *knownFiles) put(key fileKey, id string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.ids == nil || len(k.ids) >= mostKnownFiles {
		k.ids = make(map[fileKey]string)
	}
	if k.ids[key] = id; id == "" {
		delete(k.ids, key)
	}
}

// fileID is the name that Telegram has for a file.
type fileID struct {
	ID string `json:"file_id"`
}

// sendFile sends a file by the name that Telegram has for it, or uploads it. When Telegram does not know the name any
// more, the file is uploaded again.
func (c *Channel) sendFile(ctx context.Context, s step) (t taken, err error) {
	field := "document"
	if s.method == "sendPhoto" {
		field = "photo"
	}
	key := fileKey{sha256.Sum256(s.file.Bytes), s.method, fileName(s.file)}
	if id := c.files.get(key); id != "" {
		s.params[field] = id
		err = c.ask(ctx, s.method, s.params, &t)
		delete(s.params, field)
		if f := platform.AsFailure(err); err == nil || f.Code != http.StatusBadRequest ||
			!f.Says("file identifier", "file reference", "file_reference", "file_id") {
			return t, err
		}
		c.files.put(key, "")
	}
	err = c.ask(ctx, s.method, s.params, &t, tgbotapi.RequestFile{Name: field,
		Data: tgbotapi.FileBytes{Name: key.name, Bytes: s.file.Bytes}})
	switch n := len(t.Photo); {
	case err != nil:
	case s.method == "sendPhoto" && n > 0:
		c.files.put(key, t.Photo[n-1].ID)
	case s.method == "sendDocument":
		c.files.put(key, t.Document.ID)
	}
	return t, err
}
