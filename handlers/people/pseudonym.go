package people

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"

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
