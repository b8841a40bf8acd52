package people

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/dialog"
)

// AuditEntry is one line of the log of what officials did. Each line holds the hash of the one before, so that a line
// that is changed, taken out or put in breaks the chain. It names nobody: Who is a keyed hash, to which the console
// finds the person only while he is known.
type AuditEntry struct {
	N      int64     `json:"n"` // from 1, without gaps
	At     time.Time `json:"at"`
	Who    string    `json:"who"`  // Pseudonym of the chat; "system" for the bot itself
	Role   Role      `json:"role"` // at that time
	What   Verb      `json:"what"`
	Object string    `json:"object"` // what it was done to: a path, a reference; never a person's name
	Note   string    `json:"note,omitempty"`
	Prev   string    `json:"prev"` // Hash of the line before; empty in the first
	Hash   string    `json:"hash"`
}

// auditHead is the end of the chain. Every line reads and writes it, so that two cannot have one place.
type auditHead struct {
	N    int64  `json:"n"`
	Hash string `json:"hash"`
}

// AuditSet holds the numbers of the lines, scored by their number.
const AuditSet = "audit"

var auditHeadKey = bot.Key{Kind: "audit-head", ID: "head"}

// AuditKey names the document of one line.
func AuditKey(n int64) bot.Key { return bot.Key{Kind: "audit", ID: fmt.Sprintf("%012d", n)} }

// sum is the hash over everything but the hash.
func (e AuditEntry) sum() string {
	e.Hash = ""
	e.At = e.At.UTC()
	b, _ := json.Marshal(e) // strings and a time always marshal
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// Audit adds a line to the log in the transaction of the deed itself: neither is there without the other.
func Audit(ctx context.Context, tx bot.Tx, who bot.ChatID, role Role, what Verb, object, note string) error {
	var head auditHead
	if _, err := tx.Get(ctx, auditHeadKey, &head); err != nil {
		return err
	}
	e := AuditEntry{N: head.N + 1, At: tx.Now().UTC().Truncate(time.Millisecond), Who: "system", Role: role, What: what,
		Object: object, Note: note, Prev: head.Hash}
	if !who.IsZero() {
		var err error
		if e.Who, err = Pseudonym(ctx, tx, "audit", who); err != nil {
			return err
		}
	}
	e.Hash = e.sum()
	tx.Put(AuditKey(e.N), e, 0)
	tx.Add(AuditSet, AuditKey(e.N).ID, e.N)
	tx.Put(auditHeadKey, auditHead{N: e.N, Hash: e.Hash}, 0)
	return nil
}

// Audit is the package's Audit for what somebody does in a chat. What people outside the office do is only counted.
func (svc *Service) Audit(ctx context.Context, t *dialog.Turn, what Verb, object, note string) error {
	role, id, err := svc.RoleOf(ctx, t.Tx, t.Update.Chat)
	if err != nil {
		return err
	}
	if role == RoleNone && id.Person == "" {
		t.Tx.Count(StrangersGroup(t.Now.In(bot.Zone).Format("2006-01")), string(what), 1, strangersTTL)
		return nil
	}
	return Audit(ctx, t.Tx, t.Update.Chat, role, what, object, note)
}

// AuditLines reads lines from..to of the log, both included.
func AuditLines(ctx context.Context, r bot.Reader, from, to int64) (out []AuditEntry, err error) {
	for n := max(1, from); n <= to; n++ {
		var e AuditEntry
		found, err := r.Get(ctx, AuditKey(n), &e)
		if err != nil {
			return nil, err
		}
		if !found {
			e = AuditEntry{N: n, What: VerbMissing}
		}
		out = append(out, e)
	}
	return out, nil
}

// AuditLength is the number of lines.
func AuditLength(ctx context.Context, r bot.Reader) (int64, error) {
	var head auditHead
	_, err := r.Get(ctx, auditHeadKey, &head)
	return head.N, err
}
