package telegram

import (
	"crypto/sha256"
	"sync"
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
