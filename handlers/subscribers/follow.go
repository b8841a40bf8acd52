package subscribers

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/answers/card"
	"github.com/motcua/motcua/handlers/dialog"
)

// A citizen, or the official who owns an entry, asks to be told when it changes. Nothing is sent by itself: a change
// that is published offers the editor one announcement to those who follow the entry.

// followMost is how many entries one chat may follow.
const followMost = 30

// followWish is "báo tôi khi mục này đổi" and its like, folded: what is meant stands in between.
var followWish = regexp.MustCompile(
	`^(?:hai |xin |nho |lam on )?(?:bao|thong bao|nhan)(?: lai)?(?: tin)?(?: cho)? (?:toi|minh|em|chau|con|anh|chi|bac|` +
		`co|chu|ong|ba|to|tui)(?: biet)?(?: voi)? (?:khi|neu|luc|moi khi)(?: nao)?(?: ma)? (.*?) ?(?:co |bi |duoc )?(?:gi )?` +
		`(?:thay doi|doi|cap nhat|sua doi)(?: gi)?(?: moi)?(?: nhe| nha| nhen| voi| a| di| khong)*$`)

// followLast is the same said the other way round: "mục này có thay đổi thì báo tôi".
var followLast = regexp.MustCompile(
	`^(?:khi nao |bao gio |khi |neu |luc )?(.*?) ?(?:co |bi |duoc )?(?:gi )?(?:thay doi|doi|cap nhat|sua doi)(?: gi)?` +
		`(?: moi)?(?: thi)?(?: hai| nho)? (?:bao|thong bao|nhan)(?: lai)?(?: tin)?(?: cho)? (?:toi|minh|em|chau|con|anh|chi|` +
		`bac|co|chu|ong|ba|to|tui)(?: biet)?(?: nhe| nha| nhen| voi| a| di)*$`)

// thisEntry are words that mean what was talked of last, folded.
var thisEntry = func() map[string]bool {
	these := map[string]bool{"": true}
	for _, w := range []string{"mục này", "thủ tục này", "nội dung này", "cái này", "việc này", "quy định này", "nó",
		"quy định", "điều này", "phần này", "thông tin này", "mục đó", "thủ tục đó", "cái đó"} {
		these[vi.Fold(w)] = true
	}
	return these
}()

// WantsFollow reports whether folded words ask to be told of changes, and of what: "" is what was talked of last.
func WantsFollow(folded string) (about string, ok bool) {
	if !strings.Contains(folded, "bao ") && !strings.Contains(folded, "nhan ") {
		return "", false
	}
	m := followWish.FindStringSubmatch(folded)
	if m == nil {
		m = followLast.FindStringSubmatch(folded)
	}
	if m == nil {
		return "", false
	}
	if about = strings.TrimSpace(m[1]); thisEntry[about] {
		about = ""
	}
	return about, true
}

// Follow takes the wish to be told when what is meant changes.
func (svc *Service) Follow(ctx context.Context, t *dialog.Turn, about string) ([]bot.Message, error) {
	if about == "" {
		return svc.followTable(ctx, t)
	}
	entry := t.Know.Answer(about, t.Day()).Entry
	if entry == "" {
		return dialog.Say(textFollowWhat), nil
	}
	return svc.follow(ctx, t, card.Follow{Entry: entry})
}

// followTable follows what was talked of last.
func (svc *Service) followTable(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	if t.Dialog.Entry == "" || !t.Fresh() {
		return dialog.Say(textFollowWhat), nil
	}
	return svc.follow(ctx, t, card.Follow{Entry: t.Dialog.Entry})
}

func (svc *Service) follow(ctx context.Context, t *dialog.Turn, v card.Follow) ([]bot.Message, error) {
	if no := svc.refusal(t); no != "" {
		return dialog.Say(no), nil
	}
	_, procedure := t.Know.Library.Procedure(v.Entry)
	_, faq := t.Know.Library.FAQ(v.Entry)
	if !procedure && !faq {
		return nil, dialog.OldButton
	}
	s, err := begun(ctx, t)
	if err != nil {
		return nil, err
	}
	off := []bot.Button{actLeave.Button(textLeave, v)}
	title := bot.Escape(t.Know.TitleOf(v.Entry))
	switch {
	case slices.Contains(s.Entries, v.Entry):
		return dialog.Say(fmt.Sprintf(textFollowsAlready, title), off), nil
	case len(s.Entries) >= followMost:
		return dialog.Say(fmt.Sprintf(textFollowFull, followMost, bot.Escape(titles(t.Know, s.Entries)))), nil
	}
	s.Entries = append(s.Entries, v.Entry)
	Subscribe(t.Tx, s)
	if err := subscribeLinked(ctx, t, "mục "+v.Entry); err != nil {
		return nil, err
	}
	return dialog.Say(fmt.Sprintf(textFollowing, title), off), nil
}

func titles(know *answers.Knowledge, entries []string) string {
	var out []string
	for _, e := range entries {
		out = append(out, "“"+know.TitleOf(e)+"”")
	}
	return strings.Join(out, ", ")
}

// leaveTable ends the following of what was talked of last, or offers what is followed.
func leaveTable(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	s, err := begun(ctx, t)
	switch {
	case err != nil:
		return nil, err
	case len(s.Entries) == 0:
		return dialog.Say(textFollowsNone), nil
	case len(s.Entries) == 1:
		return leave(ctx, t, card.Follow{Entry: s.Entries[0]})
	case t.Fresh() && slices.Contains(s.Entries, t.Dialog.Entry):
		return leave(ctx, t, card.Follow{Entry: t.Dialog.Entry})
	}
	var rows [][]bot.Button
	for _, e := range s.Entries {
		if v := (card.Follow{Entry: e}); len(actLeave.String(v)) <= 62 {
			rows = append(rows, []bot.Button{actLeave.Button(vi.Shorten(t.Know.TitleOf(e), 40), v)})
		}
	}
	return dialog.Say(textLeaveWhich, rows...), nil
}

// leave ends the following of one entry, on all channels of the person. Who agreed to nothing else is no subscriber any
// more.
func leave(ctx context.Context, t *dialog.Turn, v card.Follow) ([]bot.Message, error) {
	chats, err := linkedChats(ctx, t)
	if err != nil {
		return nil, err
	}
	for _, chat := range chats {
		var s Subscription
		found, err := t.Tx.Get(ctx, SubscriptionKey(chat), &s)
		if err != nil {
			return nil, err
		}
		if !found || !slices.Contains(s.Entries, v.Entry) {
			continue
		}
		t.Tx.Remove(EntrySet(v.Entry), chat.String())
		s.Entries = slices.DeleteFunc(s.Entries, func(e string) bool { return e == v.Entry })
		if s.onlyEntries() && len(s.Entries) == 0 {
			end(t, s)
		} else {
			Subscribe(t.Tx, s)
		}
	}
	if err := noteConsent(ctx, t, "thoitheodoi "+v.Entry); err != nil {
		return nil, err
	}
	return dialog.Say(fmt.Sprintf(textLeft, bot.Escape(t.Know.TitleOf(v.Entry)))), nil
}
