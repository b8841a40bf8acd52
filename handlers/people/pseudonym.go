package people

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/motcua/motcua/bot"
)

// ByPerson is the set of everything kept under a person's pseudonym, so that it can be erased.
func ByPerson(pseudonym string) string { return "by:" + pseudonym }

// secretKey names the key of the keyed hashes. It is drawn once and kept in the state, so that it lives as long as what
// was hashed with it and no setting can be lost.
var secretKey = bot.Key{Kind: "secret", ID: "pseudonyms"}

// secretOf reads the key, and draws it at first use.
func secretOf(ctx context.Context, tx bot.Tx) ([]byte, error) {
	var key []byte
	if found, err := tx.Get(ctx, secretKey, &key); err != nil || found {
		return key, err
	}
	key = make([]byte, 32)
	_, _ = rand.Read(key) // never fails
	tx.Put(secretKey, key, 0)
	return key, nil
}

// Pseudonym is the name under which a chat appears where its owner must not be known: a keyed hash, the same each time.
// purpose parts the uses, so that a rating cannot be laid beside a line of the audit log.
func Pseudonym(ctx context.Context, tx bot.Tx, purpose string, chat bot.ChatID) (string, error) {
	key, err := secretOf(ctx, tx)
	if err != nil {
		return "", err
	}
	return pseudonym(key, purpose, chat), nil
}

func pseudonym(key []byte, purpose string, chat bot.ChatID) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(purpose + "\x00" + chat.String()))
	return hex.EncodeToString(mac.Sum(nil)[:10])
}

// Who erased his data gets nothing more of what was under way: no correction of an announcement that he got before. To
// know him again only a keyed hash is kept, which names nobody, and no longer than announcements are.

// erasedSet holds the pseudonyms of the chats whose data was erased, by the moment in ms.
const erasedSet = "erased"

// erasedFor is how long that is remembered: as long as the reports of announcements, and some days.
const erasedFor = 110 * 24 * time.Hour

// erasedPurpose parts this pseudonym from the others.
const erasedPurpose = "erased"

// MarkErased remembers that a chat's data was erased now.
func MarkErased(ctx context.Context, tx bot.Tx, chat bot.ChatID) error {
	who, err := Pseudonym(ctx, tx, erasedPurpose, chat)
	if err != nil {
		return err
	}
	past, err := tx.List(ctx, erasedSet, bot.Range{Max: tx.Now().Add(-erasedFor).UnixMilli(), Limit: 100})
	if err != nil {
		return err
	}
	for _, e := range past {
		tx.Remove(erasedSet, e.Member)
	}
	tx.Add(erasedSet, who, tx.Now().UnixMilli())
	return nil
}

// ErasedSince reports of each chat whether its data was erased after a moment.
func ErasedSince(ctx context.Context, r bot.Reader, chats []bot.ChatID, since time.Time) ([]bool, error) {
	out := make([]bool, len(chats))
	n, err := r.Size(ctx, erasedSet)
	if err != nil || n == 0 {
		return out, err
	}
	var key []byte
	if found, err := r.Get(ctx, secretKey, &key); err != nil || !found {
		return out, err
	}
	for i, c := range chats {
		at, marked, err := r.Score(ctx, erasedSet, pseudonym(key, erasedPurpose, c))
		if err != nil {
			return nil, err
		}
		out[i] = marked && at >= since.UnixMilli()
	}
	return out, nil
}
