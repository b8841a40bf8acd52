package handlers

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bounds"
	"github.com/motcua/motcua/handlers/cases"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/library"
	"github.com/motcua/motcua/handlers/offices"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/remind"
	"github.com/motcua/motcua/handlers/subscribers"
	"github.com/motcua/motcua/handlers/unanswered"
)

// Personal data by the law on the protection of personal data (Luật 91/2025/QH15, in force since 1 January 2026): what
// is kept of a person is told to him, and erased when he asks. Figures that were counted from it stay: they name
// nobody.

// privacy answers /quyenriengtu: what is kept of this chat, item by item.
func (b *Assistant) privacy(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	kept, err := b.kept(ctx, t)
	if err != nil {
		return nil, err
	}
	var out strings.Builder
	out.WriteString(textPrivacy)
	for _, k := range kept {
		fmt.Fprintf(&out, "- %s\n", k)
	}
	if len(kept) == 0 {
		out.WriteString(textKeptNothing)
	}
	out.WriteString("\n" + textPrivacyRest)
	if !t.Update.Private {
		return dialog.Say(out.String()), nil
	}
	return dialog.Say(out.String(), []bot.Button{actErase.Button(textEraseButton, struct{}{})}), nil
}

// kept lists what is kept of the chat.
func (b *Assistant) kept(ctx context.Context, t *dialog.Turn) (out []string, err error) {
	who, err := people.Pseudonym(ctx, t.Tx, "vote", t.Update.Chat)
	if err != nil {
		return nil, err
	}
	mine, err := t.Tx.List(ctx, people.ByPerson(who), bot.Range{Max: dialog.MaxScore, Limit: 1000})
	if err != nil {
		return nil, err
	}
	counts := map[string]int{}
	for _, e := range mine {
		kind, _, _ := strings.Cut(e.Member, ":")
		counts[kind]++
	}
	add := func(n int, form string) {
		if n > 0 {
			out = append(out, fmt.Sprintf(form, n))
		}
	}
	add(counts["vote"], textHeldRatings)
	add(counts["survey"], "%d phiếu góp ý (không kèm tên)")
	add(counts["case"], textHeldCases)
	asked, err := unanswered.AskedInVain(ctx, t.Tx, who)
	if err != nil {
		return nil, err
	}
	add(asked, textHeldQuestions)
	reminders, err := t.Tx.Size(ctx, remind.ChatRemindersSet(t.Update.Chat))
	if err != nil {
		return nil, err
	}
	add(int(reminders), "%d lời nhắc ông/bà đặt")
	var s subscribers.Subscription
	if found, err := t.Tx.Get(ctx, subscribers.SubscriptionKey(t.Update.Chat), &s); err != nil {
		return nil, err
	} else if found {
		out = append(out, "đăng ký nhận thông báo, từ ngày "+s.Since.In(t.Now.Location()).Format("02/01/2006"))
		add(len(s.Entries), textHeldFollows)
	}
	if home, err := b.Offices.Kept(ctx, t); err != nil {
		return nil, err
	} else if home != "" {
		out = append(out, home)
	}
	if _, linked, err := subscribers.LinksOf(ctx, t.Tx, t.Update.Chat); err != nil {
		return nil, err
	} else if linked {
		out = append(out, "liên kết giữa các kênh của ông/bà")
	}
	role, _, err := b.People.RoleOf(ctx, t.Tx, t.Update.Chat)
	if err == nil && role != people.RoleNone {
		out = append(out, "vai trò trong cơ quan ("+people.RoleNames[role]+") và các việc được giao")
	}
	return out, err
}

// wantsErased answers /xoadulieu. On a page, where a slip of the finger empties what is before one's eyes, it first
// says what would go, and one press does it; in a messenger the command itself was typed on purpose.
func (b *Assistant) wantsErased(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	if !t.Update.Private || !b.Channels[t.Update.Chat.Channel].Cards {
		return b.erase(ctx, t)
	}
	kept, err := b.kept(ctx, t)
	if err != nil {
		return nil, err
	}
	var out strings.Builder
	out.WriteString(textEraseWhat)
	for _, k := range kept {
		fmt.Fprintf(&out, "- %s\n", k)
	}
	out.WriteString("\n" + textEraseSure)
	return dialog.Say(out.String(), []bot.Button{actErase.Button(textEraseNow, struct{}{})}), nil
}

// erase is the deed of /xoadulieu: everything that is kept of this chat goes at once, in this transaction.
func (b *Assistant) erase(ctx context.Context, t *dialog.Turn) ([]bot.Message, error) {
	if !t.Update.Private {
		return dialog.Say(dialog.TextPrivateOnly), nil
	}
	if ok, err := bounds.Erasures.Take(ctx, t.Tx, t.Update.Source); err != nil || !ok {
		return dialog.Say(textNoMoreErasures), err
	}
	words, err := b.Cases.EraseOpinions(ctx, t)
	if err != nil {
		return nil, err
	}
	for _, part := range []func(context.Context, *dialog.Turn) error{remind.EraseReminders, subscribers.EraseConsents,
		offices.Erase, eraseTraces} {
		if err := part(ctx, t); err != nil {
			return nil, err
		}
	}
	if err := b.eraseMessages(ctx, t, words); err != nil {
		return nil, err
	}
	if b.Forget != nil {
		if err := b.Forget(ctx, t.Tx, t.Update.Chat); err != nil {
			return nil, err
		}
	}
	if err := b.People.Audit(ctx, t, people.VerbPrivacyErase, "", ""); err != nil {
		return nil, err
	}
	t.Dialog = dialog.State{Minute: t.Dialog.Minute, Count: t.Dialog.Count, Refused: t.Dialog.Refused}
	text := fmt.Sprintf(textErased, t.Now.Format("15:04 02/01/2006"))
	role, _, err := b.People.RoleOf(ctx, t.Tx, t.Update.Chat)
	if err == nil && role != people.RoleNone {
		text += "\n" + textErasedOfficial
	}
	return dialog.Say(text), err
}

// eraseMessages takes away what waits to be sent to the chat or was given up of it, and what of that quotes its cases
// to officials. It acts beside the transaction, and before its commit: run again it finds nothing, and the receipt,
// which goes out with the commit, is not yet there.
func (b *Assistant) eraseMessages(ctx context.Context, t *dialog.Turn, words []string) error {
	if b.Dead == nil {
		return nil
	}
	officials, err := b.People.Owners(ctx, t.Tx)
	if err != nil {
		return err
	}
	if len(words) > 0 {
		staff, err := t.Tx.List(ctx, people.StaffSet, bot.Range{Max: dialog.MaxScore, Limit: 10000})
		if err != nil {
			return err
		}
		for _, e := range staff {
			if chat, err := bot.ParseChatID(e.Member); err == nil {
				officials = append(officials, chat)
			}
		}
	}
	return b.Dead.Forget(ctx, t.Update.Chat, words, officials)
}

// eraseTraces takes away what was noted on the way.
func eraseTraces(ctx context.Context, t *dialog.Turn) error {
	t.Tx.Delete(bot.Key{Kind: "invited", ID: t.Update.Chat.String()})
	dead, err := t.Tx.List(ctx, deadUpdates, bot.Range{Max: dialog.MaxScore, Limit: 1000})
	if err != nil {
		return err
	}
	for _, e := range dead {
		var d bot.DeadUpdate
		if found, err := t.Tx.Get(ctx, bot.Key{Kind: deadUpdates, ID: e.Member}, &d); err != nil {
			return err
		} else if found && d.Chat == t.Update.Chat {
			t.Tx.Delete(bot.Key{Kind: deadUpdates, ID: e.Member})
			t.Tx.Remove(deadUpdates, e.Member)
		}
	}
	return nil
}

const deadUpdates = "dead-update"

// defaultRetention is how long free texts are kept where the office sets nothing else.
const defaultRetention = 365 * 24 * time.Hour

func (b *Assistant) retention() time.Duration {
	if b.Retention > 0 {
		return b.Retention
	}
	return defaultRetention
}

const retainKind = "retain"

// PlanRetention sees to it that the daily clearing and the daily walk through the log are scheduled; call it when the
// process starts.
func PlanRetention(ctx context.Context, state bot.State) error {
	return state.Update(ctx, func(tx bot.Tx) error {
		for _, kind := range []string{retainKind, auditWalkKind} {
			_, there, err := tx.Score(ctx, bot.ScheduleSet, kind+":daily")
			if err != nil {
				return err
			}
			if !there {
				tx.Add(bot.ScheduleSet, kind+":daily", tx.Now().Add(time.Minute).UnixMilli())
			}
		}
		return nil
	})
}

// retained are the sets of what is cleared when it is too old, with the kind of their documents.
var retained = []struct{ set, kind string }{
	{cases.CasesSet, "case"}, {unanswered.Set, "unanswered"}, {library.DraftsSet, "draft"},
	{deadUpdates, deadUpdates}, {"console-sessions", "console-session"},
}

// retainBatch bounds one transaction of the clearing.
const retainBatch = 200

// dueRetain clears free texts that are older than the retention, a batch at a time, and comes again the next day.
func (b *Assistant) dueRetain(ctx context.Context, tx bot.Tx, _ string, _ time.Time) error {
	next := 24 * time.Hour
	for _, r := range retained {
		old, err := tx.List(ctx, r.set, bot.Range{Max: tx.Now().Add(-b.retention()).UnixMilli(), Limit: retainBatch})
		if err != nil {
			return err
		}
		for _, e := range old {
			if r.kind == "case" {
				if err := b.Cases.EraseCase(ctx, tx, e.Member, "hết thời hạn lưu"); err != nil {
					return err
				}
			}
			tx.Delete(bot.Key{Kind: r.kind, ID: e.Member})
			tx.Remove(r.set, e.Member)
		}
		if len(old) == retainBatch {
			next = time.Minute
		}
	}
	tx.Add(bot.ScheduleSet, retainKind+":daily", tx.Now().Add(next).UnixMilli())
	return nil
}
