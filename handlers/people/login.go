package people

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/dialog"
)

// LoginTTL is how long a link to the console may be used. It works once, and only after a press of the button on its
// page: programs that look at links beforehand do not use it up. The state keeps its hash alone.
const LoginTTL = 10 * time.Minute

// ServerOwner stands for whoever runs the program: links made on the server sign in as this owner.
var ServerOwner = bot.ChatID{Channel: "console", ID: "owner"}

// SignedInKey names what exists once somebody signed in to the console.
var SignedInKey = bot.Key{Kind: "console", ID: "signed-in"}

// Login is a link that was not used yet.
type Login struct {
	Chat bot.ChatID `json:"chat"`
	At   time.Time  `json:"at"`
}

// TokenHash is how a token of a link or a session is kept.
func TokenHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// NewToken draws 32 random bytes in letters that an address may hold.
func NewToken() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails
	return base64.RawURLEncoding.EncodeToString(b)
}

// LoginKey names the document of a link.
func LoginKey(token string) bot.Key { return bot.Key{Kind: "login", ID: TokenHash(token)} }

// PutLogin makes a link for a chat and returns its path on the console's site.
func PutLogin(tx bot.Tx, chat bot.ChatID) string {
	token := NewToken()
	tx.Put(LoginKey(token), Login{Chat: chat, At: tx.Now()}, LoginTTL)
	return "/admin/vao?ma=" + token
}

const (
	triesPerChat   = 5
	triesWindow    = time.Hour
	wrongTriesKind = "invite-tries"
)

// TriedTooOften reports whether wrong codes came too often from this chat within the hour. What others tried does not
// count: who has a correct code could be shut out by anybody. Codes are typed on messengers only, where a chat costs an
// account; six digits that are open for minutes are not found with five tries an hour each, and whoever found one would
// still have to be confirmed.
func TriedTooOften(ctx context.Context, t *dialog.Turn) (bool, error) {
	counts, err := t.Tx.Counters(ctx, triesGroup(t))
	return counts["n"] >= triesPerChat, err
}

func triesGroup(t *dialog.Turn) string {
	return fmt.Sprintf("%s:%d:%s", wrongTriesKind, t.Now.Unix()/int64(triesWindow/time.Second), t.Update.Chat)
}

// CountWrongTry counts a wrong code against the chat.
func CountWrongTry(t *dialog.Turn) { t.Tx.Count(triesGroup(t), "n", 1, 2*triesWindow) }
