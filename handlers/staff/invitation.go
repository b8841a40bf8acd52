package staff

import (
	"context"
	"crypto/rand"
	"math/big"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

// Invitations: an admin asks for a code for a named person of a unit (/moi Tên; Đơn vị), the person types it
// (/lienket 123456), and the inviter confirms who joined. A code is used once, within inviteTTL; wrong tries are
// counted per chat, so that six digits cannot be guessed and nobody's guessing shuts out another.
const (
	inviteTTL = 15 * time.Minute
)

type invite struct {
	Name   string      `json:"name"`
	Unit   string      `json:"unit"`
	Person string      `json:"person,omitempty"` // links a further channel of this person, without a role
	Role   people.Role `json:"role,omitempty"`
	Owner  bool        `json:"owner,omitempty"` // makes the chat an owner; names nobody
	By     bot.ChatID  `json:"by"`
	Until  time.Time   `json:"until"`
	Used   bot.ChatID  `json:"used,omitzero"`
}

func inviteKey(code string) bot.Key { return bot.Key{Kind: "invite", ID: code} }

// What is open about invitations is kept in two sets, so that a page can show it: codes nobody used yet, scored by when
// they end, and chats that used one and wait to be confirmed, scored by when. Both in Unix milliseconds.
const (
	invitesSet = "staff:invites"
	waitingSet = "staff:waiting"
	mostOpen   = 200
)

// paperTTL is how long an invitation holds that is printed or handed on in a letter. Its code is long, so that it
// cannot be guessed in that time.
const paperTTL = 3 * 24 * time.Hour

// paperLetters are small, because typed codes are folded, and have no two that look alike.
const paperLetters = "23456789abcdefghjkmnpqrstuvwxyz"

// OpenInvite is an invitation that nobody used yet.
type OpenInvite struct {
	Code, Name, Unit string
	Further          bool // a further channel of somebody who is an official already
	Until            time.Time
}

// Waiting is a chat that used an invitation and waits for somebody to say that it is the right person.
type Waiting struct {
	Chat   bot.ChatID
	Person people.Person
	Since  time.Time
}

// paperCode draws ten letters, as two groups that are read aloud easily. They carry 49 bits.
func paperCode() (string, error) {
	code := make([]byte, 0, 11)
	for i := range 10 {
		if i == 5 {
			code = append(code, '-')
		}
		n, err := rand.Int(rand.Reader, big.NewInt(int64(len(paperLetters))))
		if err != nil {
			return "", err
		}
		code = append(code, paperLetters[n.Int64()])
	}
	return string(code), nil
}

// typedCode is a code as it was stored, however it was typed: in capitals, with spaces, without its hyphen.
func typedCode(s string) string {
	s = strings.ToLower(strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' {
			return -1
		}
		return r
	}, s))
	if len(s) == 10 {
		return s[:5] + "-" + s[5:]
	}
	return s
}

// Invites lists the invitations that nobody used yet and that still hold at now, those that end first in front.
func Invites(ctx context.Context, r bot.Reader, now time.Time) (out []OpenInvite, err error) {
	list, err := r.List(ctx, invitesSet, bot.Range{Min: now.UnixMilli(), Max: dialog.MaxScore, Limit: mostOpen})
	if err != nil {
		return nil, err
	}
	for _, e := range list {
		inv, found, err := InviteOf(ctx, r, e.Member)
		if err != nil {
			return nil, err
		}
		if found {
			out = append(out, inv)
		}
	}
	return out, nil
}

// InviteOf loads one invitation that nobody used yet.
func InviteOf(ctx context.Context, r bot.Reader, code string) (OpenInvite, bool, error) {
	var inv invite
	if code == "" {
		return OpenInvite{}, false, nil
	}
	found, err := r.Get(ctx, inviteKey(code), &inv)
	if err != nil || !found || !inv.Used.IsZero() {
		return OpenInvite{}, false, err
	}
	return OpenInvite{Code: code, Name: inv.Name, Unit: inv.Unit, Further: inv.Person != "", Until: inv.Until}, true,
		nil
}

// Joining lists who used an invitation and waits to be confirmed, in the order in which they came.
func Joining(ctx context.Context, r bot.Reader) (out []Waiting, err error) {
	list, err := r.List(ctx, waitingSet, bot.Range{Max: dialog.MaxScore, Limit: mostOpen})
	if err != nil {
		return nil, err
	}
	for _, e := range list {
		chat, err := bot.ParseChatID(e.Member)
		if err != nil {
			continue
		}
		var id people.Identity
		if found, err := r.Get(ctx, people.IdentityKey(chat), &id); err != nil {
			return nil, err
		} else if !found || id.Confirmed {
			continue
		}
		w := Waiting{Chat: chat, Since: id.Since}
		if _, err := r.Get(ctx, people.PersonKey(id.Person), &w.Person); err != nil {
			return nil, err
		}
		out = append(out, w)
	}
	return out, nil
}

// newCode draws a code that no open invitation has.
func newCode(ctx context.Context, r bot.Reader, draw func() (string, error)) (string, error) {
	for {
		code, err := draw()
		if err != nil {
			return "", err
		}
		var taken invite
		if found, err := r.Get(ctx, inviteKey(code), &taken); err != nil || !found {
			return code, err
		}
	}
}
