// Package offices knows which offices an installation serves and to which of them a citizen belongs. An installation
// that serves one office has none of it: no question, no command, nothing kept.
package offices

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/dialog"
)

// Service answers which office somebody belongs to.
type Service struct {
	Slugs    []string              // what MOTCUA_OFFICES says; "*" stands for all that have a slug
	Channels map[string]bot.Limits // what each channel can do, by name
	// Then says how to go on once somebody said where he lives, by the word that was given to Need.
	Then map[string]dialog.Step

	served atomic.Pointer[served]
}

// served are the offices of one reading of the base.
type served struct {
	lib  *content.Library
	list []Office
}

// Office is one of several that an installation serves.
type Office struct {
	content.Office
	In *content.Commune
}

// Served lists the offices of this installation; nil when it serves one, by whatever name. The list is not to be
// changed.
func (svc *Service) Served(k *answers.Knowledge) (out []Office) {
	if svc == nil || len(svc.Slugs) == 0 {
		return nil
	}
	if now := svc.served.Load(); now != nil && now.lib == k.Library {
		return now.list
	}
	defer func() { svc.served.Store(&served{k.Library, out}) }()
	list, _ := k.Library.Served(svc.Slugs)
	if len(list) < 2 {
		return nil
	}
	for _, o := range list {
		if c, _, ok := k.Library.Commune(o.Commune); ok {
			out = append(out, Office{o, c})
		}
	}
	return out
}

// Of is the office of a commune.
func (svc *Service) Of(k *answers.Knowledge, commune string) (Office, bool) {
	for _, o := range svc.Served(k) {
		if o.Commune == commune {
			return o, true
		}
	}
	return Office{}, false
}

// BySlug is the office of a slug.
func (svc *Service) BySlug(k *answers.Knowledge, slug string) (Office, bool) {
	for _, o := range svc.Served(k) {
		if o.Slug == slug {
			return o, true
		}
	}
	return Office{}, false
}

// Home is the commune to which a citizen said he belongs.
type Home struct {
	Commune string    `json:"c,omitempty"` // its id; empty: a place that is not one of the served ones
	Former  string    `json:"f,omitempty"` // as he named it, in words of the base: "xã Đồn Xá"
	At      time.Time `json:"t"`
}

// homeFor is how long a home is remembered after it was last said: two years, as long as a card for residents' visits
// would lie about.
const homeFor = 2 * 365 * 24 * time.Hour

// HomeKey names the document of a chat's Home.
func HomeKey(chat bot.ChatID) bot.Key { return bot.Key{Kind: "home", ID: chat.String()} }

// AtSet is the set of the chats whose home a commune is, scored by when that was said, in ms. Those of channels on
// which we cannot write first are not in it.
func AtSet(commune string) string { return "at:" + commune }

// askedKey names what exists while somebody was asked for his commune and need not be asked again.
func askedKey(chat bot.ChatID) bot.Key { return bot.Key{Kind: "home-asked", ID: chat.String()} }

// HomeOf reads where the person of a chat belongs; found is false where one office is served, or nothing was said.
func (svc *Service) HomeOf(ctx context.Context, r bot.Reader, k *answers.Knowledge,
	chat bot.ChatID) (h Home, found bool, err error) {
	if svc.Served(k) == nil {
		return Home{}, false, nil
	}
	found, err = r.Get(ctx, HomeKey(chat), &h)
	return h, found, err
}

// OfficeOf is the office of the person of a chat; false where it is not known, or none is served apart.
func (svc *Service) OfficeOf(ctx context.Context, r bot.Reader, k *answers.Knowledge,
	chat bot.ChatID) (Office, bool, error) {
	h, found, err := svc.HomeOf(ctx, r, k, chat)
	if err != nil || !found {
		return Office{}, false, err
	}
	o, ok := svc.Of(k, h.Commune)
	return o, ok, nil
}

// Move writes down where the person of a chat belongs from now on.
func (svc *Service) Move(ctx context.Context, t *dialog.Turn, h Home) error {
	var before Home
	chat := t.Update.Chat
	if _, err := t.Tx.Get(ctx, HomeKey(chat), &before); err != nil {
		return err
	}
	t.Office = ""
	if o, ok := svc.Of(t.Know, h.Commune); ok {
		t.Office = o.Slug
	}
	if before.Commune != "" && before.Commune != h.Commune {
		t.Tx.Remove(AtSet(before.Commune), chat.String())
	}
	h.At = t.Now
	t.Tx.Put(HomeKey(chat), h, homeFor)
	if before.Commune == h.Commune { // who stands in a set is not moved in it: announcements walk it
		return nil
	}
	limits, known := svc.Channels[chat.Channel]
	if h.Commune != "" && t.Update.Private && (!known || limits.Proactive) {
		t.Tx.Add(AtSet(h.Commune), chat.String(), t.Now.UnixMilli())
	}
	return nil
}

// Erase forgets where the person of the chat belongs.
func Erase(ctx context.Context, t *dialog.Turn) error {
	var h Home
	found, err := t.Tx.Get(ctx, HomeKey(t.Update.Chat), &h)
	if err != nil {
		return err
	}
	if found {
		t.Tx.Delete(HomeKey(t.Update.Chat))
		t.Tx.Remove(AtSet(h.Commune), t.Update.Chat.String())
	}
	t.Tx.Delete(askedKey(t.Update.Chat))
	return nil
}

// Kept says what is kept of the chat, in words for its person; empty when nothing is.
func (svc *Service) Kept(ctx context.Context, t *dialog.Turn) (string, error) {
	h, found, err := svc.HomeOf(ctx, t.Tx, t.Know, t.Update.Chat)
	if err != nil || !found {
		return "", err
	}
	return "nơi ở ông/bà đã cho biết: " + h.name(t.Know), nil
}

// name is the home as people read it.
func (h Home) name(k *answers.Knowledge) string {
	c, _, ok := k.Library.Commune(h.Commune)
	switch {
	case !ok:
		return textElsewhere
	case h.Former != "":
		return c.Name + " (" + h.Former + " cũ)"
	}
	return c.Name
}
