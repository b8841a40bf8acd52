package platform

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"sync"
	"time"

	"github.com/motcua/motcua/bot"
)

// Uploads remembers by which name a platform has a file, so that what goes to many people is uploaded once. Whoever
// sends the same file at that moment waits for the one who uploads it. With a State the name outlives the process; a
// process that dies before the name is written down has the file uploaded once more, which nobody notices.
type Uploads struct {
	State bot.State        // nil: for this process alone
	Name  string           // of the channel
	Keeps time.Duration    // how long the platform keeps a file, less a margin
	Now   func() time.Time // nil: time.Now

	mu    sync.Mutex
	known map[string]upload
	busy  map[string]chan struct{} // closed when its upload is over
}

// upload is a name and until when it is good.
type upload struct {
	ID    string    `json:"id"`
	Until time.Time `json:"until"`
}

// mostUploads bounds what is remembered in memory; then it is emptied, and read again from the state.
const mostUploads = 256

// UploadKey tells files apart: the same bytes under another name, or for another use, are another file to a platform.
func UploadKey(f *bot.File, use string) string {
	sum := sha256.New()
	sum.Write(f.Bytes)
	sum.Write([]byte("\x00" + f.Name + "\x00" + f.Type + "\x00" + use))
	return hex.EncodeToString(sum.Sum(nil)[:16])
}

// Claim returns the name under which the platform has the file. Without one the caller is to upload it, and to call
// done with the name, or with "" when that failed: then another goes on.
func (u *Uploads) Claim(ctx context.Context, key string) (id string, done func(id string), err error) {
	for {
		u.mu.Lock()
		if k := u.known[key]; k.ID != "" && u.now().Before(k.Until) {
			u.mu.Unlock()
			return k.ID, nil, nil
		}
		over, uploading := u.busy[key]
		if !uploading {
			if u.busy == nil {
				u.busy = make(map[string]chan struct{})
			}
			over = make(chan struct{})
			u.busy[key] = over
		}
		u.mu.Unlock()
		if uploading {
			select {
			case <-over:
				continue
			case <-ctx.Done():
				return "", nil, ctx.Err()
			}
		}
		if k, found := u.read(ctx, key); found {
			u.over(key, over, k)
			return k.ID, nil, nil
		}
		return "", func(id string) {
			k := upload{ID: id, Until: u.now().Add(u.Keeps)}
			if id != "" {
				u.write(ctx, key, k)
			}
			u.over(key, over, k)
		}, nil
	}
}

// Forget drops a name that the platform does not know any more; one that was made since stays.
func (u *Uploads) Forget(ctx context.Context, key, id string) {
	if u.State != nil { // before the memory: who finds nothing there reads the state
		_ = u.State.Update(ctx, func(tx bot.Tx) error { // kept, it is refused and dropped once more
			var k upload
			found, err := tx.Get(ctx, u.document(key), &k)
			if err == nil && found && k.ID == id {
				tx.Delete(u.document(key))
			}
			return err
		})
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.known[key].ID == id {
		delete(u.known, key)
	}
}

func (u *Uploads) now() time.Time {
	if u.Now == nil {
		return time.Now()
	}
	return u.Now()
}

func (u *Uploads) document(key string) bot.Key {
	return bot.Key{Kind: "upload", ID: u.Name + ":" + key}
}

// over lets those go on who wait for the upload.
func (u *Uploads) over(key string, over chan struct{}, k upload) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if k.ID != "" {
		if u.known == nil || len(u.known) >= mostUploads {
			u.known = make(map[string]upload)
		}
		u.known[key] = k
	}
	delete(u.busy, key)
	close(over)
}

// read looks for a name that another process, or the one before, has written down.
func (u *Uploads) read(ctx context.Context, key string) (k upload, found bool) {
	if u.State == nil {
		return k, false
	}
	found, err := u.State.Get(ctx, u.document(key), &k)
	return k, err == nil && found && k.ID != "" && u.now().Before(k.Until)
}

func (u *Uploads) write(ctx context.Context, key string, k upload) {
	if u.State == nil {
		return
	}
	_ = u.State.Update(ctx, func(tx bot.Tx) error { // not written, another process uploads the file too
		tx.Put(u.document(key), k, u.Keeps)
		return nil
	})
}
