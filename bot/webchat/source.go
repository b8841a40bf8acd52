package webchat

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"sync"
	"time"

	"github.com/motcua/motcua/bot"
)

// sources makes the keys that stand for addresses in the state: a hash under a salt of the day that all processes share
// and that expires with it. So the same address is known again within a day, and nobody finds it out afterwards.
type sources struct {
	mu   sync.Mutex
	day  string
	salt []byte
}

// saltTTL lets the salt go when no count of its day is left.
const saltTTL = 48 * time.Hour

func saltKey(day string) bot.Key { return bot.Key{Kind: "web-salt", ID: day} }

// of is the key of an address today.
func (s *sources) of(ctx context.Context, state bot.State, now time.Time, address string) (string, error) {
	salt, err := s.today(ctx, state, now.In(bot.Zone).Format("2006-01-02"))
	if err != nil {
		return "", err
	}
	mac := hmac.New(sha256.New, salt)
	mac.Write([]byte(address))
	return hex.EncodeToString(mac.Sum(nil)[:10]), nil
}

func (s *sources) today(ctx context.Context, state bot.State, day string) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.day == day {
		return s.salt, nil
	}
	var salt []byte
	err := state.Update(ctx, func(tx bot.Tx) error {
		salt = nil
		found, err := tx.Get(ctx, saltKey(day), &salt)
		if err != nil || found {
			return err
		}
		salt = make([]byte, 32)
		_, _ = rand.Read(salt) // never fails
		tx.Put(saltKey(day), salt, saltTTL)
		return nil
	})
	if err != nil {
		return nil, err
	}
	s.day, s.salt = day, salt
	return salt, nil
}
