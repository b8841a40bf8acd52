package handlers

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
)

// Personal data by the law on the protection of personal data (Luật 91/2025/QH15, in force since 1 January 2026): what is
// kept of a person is told to him, and erased when he asks. Figures that were counted from it stay: they name nobody.

// privacy answers /quyenriengtu: what is kept of this chat, item by item.
func (b *Bot) privacy(ctx context.Context, t *turn) ([]bot.Message, error) {
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
		out.WriteString("- Không có gì ngoài cuộc trò chuyện vừa rồi.\n")
	}
	out.WriteString("\n" + textPrivacyRest)
	if !t.u.Private {
		return say(out.String()), nil
	}
	return say(out.String(), []bot.Button{{Label: textEraseButton, Action: "erase"}}), nil
}

// kept lists what is kept of the chat.
func (b *Bot) kept(ctx context.Context, t *turn) (out []string, err error) {
	who, err := Pseudonym(ctx, t.tx, "vote", t.u.Chat)
	if err != nil {
		return nil, err
	}
	mine, err := t.tx.List(ctx, byPerson(who), bot.Range{Max: farFuture, Limit: 1000})
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
	add(counts["vote"], "%d lần đánh giá câu trả lời (dưới mã băm, không kèm tên)")
	add(counts["survey"], "%d phiếu góp ý (dưới mã băm, không kèm tên)")
	add(counts["case"], "%d câu hỏi hoặc ý kiến gửi cán bộ; mã cuộc trò chuyện được giữ tới khi trả lời xong")
	reminders, err := t.tx.Size(ctx, chatRemindersSet(t.u.Chat))
	if err != nil {
		return nil, err
	}
	add(int(reminders), "%d lời nhắc ông/bà đặt")
	var s Subscription
	if found, err := t.tx.Get(ctx, subscriptionKey(t.u.Chat), &s); err != nil {
		return nil, err
	} else if found {
		out = append(out, "đăng ký nhận thông báo, từ ngày "+s.Since.In(t.now.Location()).Format("02/01/2006"))
	}
	if _, linked, err := kinOf(ctx, t.tx, t.u.Chat); err != nil {
		return nil, err
	} else if linked {
		out = append(out, "liên kết giữa các kênh của ông/bà")
	}
	role, _, err := b.RoleOf(ctx, t.tx, t.u.Chat)
	if err == nil && role != RoleNone {
		out = append(out, "vai trò trong cơ quan ("+RoleNames[role]+") và các việc được giao")
	}
	return out, err
}

// erase answers /xoadulieu: everything that is kept of this chat goes at once, in this transaction.
func (b *Bot) erase(ctx context.Context, t *turn) ([]bot.Message, error) {
	if !t.u.Private {
		return say(textPrivateOnly), nil
	}
	for _, part := range []func(context.Context, *turn) error{b.eraseOpinions, b.eraseReminders, b.eraseConsents, b.eraseTraces} {
		if err := part(ctx, t); err != nil {
			return nil, err
		}
	}
	if b.Config.Forget != nil {
		if err := b.Config.Forget(ctx, t.tx, t.u.Chat); err != nil {
			return nil, err
		}
	}
	if err := b.audit(ctx, t, "privacy.erase", "", ""); err != nil {
		return nil, err
	}
	t.dlg = dialog{Minute: t.dlg.Minute, Count: t.dlg.Count, Refused: t.dlg.Refused}
	text := fmt.Sprintf(textErased, t.now.Format("15:04 02/01/2006"))
	role, _, err := b.RoleOf(ctx, t.tx, t.u.Chat)
	if err == nil && role != RoleNone {
		text += "\n" + textErasedOfficial
	}
	return say(text), err
}

// eraseOpinions takes away ratings, surveys, and questions and complaints with everything written in them.
func (b *Bot) eraseOpinions(ctx context.Context, t *turn) error {
	who, err := Pseudonym(ctx, t.tx, "vote", t.u.Chat)
	if err != nil {
		return err
	}
	mine, err := t.tx.List(ctx, byPerson(who), bot.Range{Max: farFuture, Limit: 10000})
	if err != nil {
		return err
	}
	for _, e := range mine {
		kind, id, _ := strings.Cut(e.Member, ":")
		if kind == "case" {
			if err := b.eraseCase(ctx, t.tx, id, "đã xoá theo yêu cầu của người dân"); err != nil {
				return err
			}
		} else {
			t.tx.Delete(bot.Key{Kind: kind, ID: id})
		}
		t.tx.Remove(byPerson(who), e.Member)
	}
	return nil
}

// eraseCase takes a case away; the task made of it is taken back, and its title, which quotes the citizen, goes.
func (b *Bot) eraseCase(ctx context.Context, tx bot.Tx, ref, why string) error {
	c, found, err := LoadCase(ctx, tx, ref)
	if err != nil || !found {
		return err
	}
	if err := b.endTask(ctx, tx, c, TaskVoid, why, "Việc "+ref+" (đã xoá)"); err != nil {
		return err
	}
	tx.Delete(caseKey(ref))
	tx.Delete(openCaseKey(ref))
	tx.Remove(CasesSet, ref)
	tx.Remove(OpenCasesSet, ref)
	tx.Remove(bot.ScheduleSet, "opinion:"+ref)
	draft := DraftOfCase(c, tx.Now()).ID
	tx.Delete(DraftKey(draft))
	tx.Remove(DraftsSet, draft)
	return nil
}

func (b *Bot) eraseReminders(ctx context.Context, t *turn) error {
	mine, err := t.tx.List(ctx, chatRemindersSet(t.u.Chat), bot.Range{Max: farFuture, Limit: 10000})
	if err != nil {
		return err
	}
	for _, e := range mine {
		r := Reminder{ID: e.Member, Chat: t.u.Chat}
		if _, err := t.tx.Get(ctx, reminderKey(e.Member), &r); err != nil {
			return err
		}
		dropReminder(t.tx, r)
	}
	return nil
}

// eraseConsents takes away the subscription and the link to the person's other channels.
func (b *Bot) eraseConsents(ctx context.Context, t *turn) error {
	chat := t.u.Chat
	var s Subscription
	if _, err := t.tx.Get(ctx, subscriptionKey(chat), &s); err != nil {
		return err
	}
	s.Chat = chat
	for _, set := range s.sets() {
		t.tx.Remove(set, chat.String())
	}
	for _, f := range t.know.Fields() {
		t.tx.Remove(askedSet(UnitID(f)), chat.String())
	}
	t.tx.Delete(subscriptionKey(chat))
	k, linked, err := kinOf(ctx, t.tx, chat)
	if err != nil || !linked {
		return err
	}
	k.Chats = slices.DeleteFunc(k.Chats, func(c bot.ChatID) bool { return c == chat })
	k.Consents = slices.DeleteFunc(k.Consents, func(c consent) bool { return c.Chat == chat || strings.HasSuffix(c.What, " "+chat.String()) })
	k.forget(t.tx, chat)
	k.put(t.tx)
	return nil
}

// eraseTraces takes away what was noted on the way.
func (b *Bot) eraseTraces(ctx context.Context, t *turn) error {
	t.tx.Delete(bot.Key{Kind: "invited", ID: t.u.Chat.String()})
	dead, err := t.tx.List(ctx, deadUpdates, bot.Range{Max: farFuture, Limit: 1000})
	if err != nil {
		return err
	}
	for _, e := range dead {
		var d bot.DeadUpdate
		if found, err := t.tx.Get(ctx, bot.Key{Kind: deadUpdates, ID: e.Member}, &d); err != nil {
			return err
		} else if found && d.Chat == t.u.Chat {
			t.tx.Delete(bot.Key{Kind: deadUpdates, ID: e.Member})
			t.tx.Remove(deadUpdates, e.Member)
		}
	}
	return nil
}

const deadUpdates = "dead-update"

// defaultRetention is how long free texts are kept where the office sets nothing else.
const defaultRetention = 365 * 24 * time.Hour

func (b *Bot) retention() time.Duration {
	if b.Config.Retention > 0 {
		return b.Config.Retention
	}
	return defaultRetention
}

const retainKind = "retain"

// PlanRetention sees to it that the daily clearing is scheduled; call it when the process starts.
func (b *Bot) PlanRetention(ctx context.Context, state bot.State) error {
	return state.Update(ctx, func(tx bot.Tx) error {
		_, there, err := tx.Score(ctx, bot.ScheduleSet, retainKind+":daily")
		if err == nil && !there {
			tx.Add(bot.ScheduleSet, retainKind+":daily", tx.Now().Add(time.Minute).UnixMilli())
		}
		return err
	})
}

// retained are the sets of what is cleared when it is too old, with the kind of their documents.
var retained = []struct{ set, kind string }{
	{CasesSet, "case"}, {unansweredSet, "unanswered"}, {DraftsSet, "draft"}, {deadUpdates, deadUpdates}, {"console-sessions", "console-session"},
}

// retainBatch bounds one transaction of the clearing.
const retainBatch = 200

// dueRetain clears free texts that are older than the retention, a batch at a time, and comes again the next day.
func (b *Bot) dueRetain(ctx context.Context, tx bot.Tx, _ string, _ time.Time) error {
	next := 24 * time.Hour
	for _, r := range retained {
		old, err := tx.List(ctx, r.set, bot.Range{Max: tx.Now().Add(-b.retention()).UnixMilli(), Limit: retainBatch})
		if err != nil {
			return err
		}
		for _, e := range old {
			if r.kind == "case" {
				if err := b.eraseCase(ctx, tx, e.Member, "hết thời hạn lưu"); err != nil {
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

const (
	textPrivacy     = "*Dữ liệu tôi giữ về ông/bà*\nTôi không hỏi tên, số giấy tờ, số điện thoại; nếu ông/bà gõ vào, tôi che trước khi lưu. Hiện tôi giữ:\n"
	textPrivacyRest = "Ngữ cảnh cuộc trò chuyện tự xoá sau một giờ. Câu hỏi chưa trả lời được giữ để sửa nội dung, không kèm người hỏi. Ý kiến viết được giữ nhiều nhất 12 tháng. Danh sách đã gửi của mỗi thông báo (chỉ có mã cuộc trò chuyện) giữ 90 ngày.\n" +
		"Ông/bà có quyền biết, đồng ý, rút lại đồng ý và xoá. Để xoá ngay: gõ /xoadulieu. Để thôi nhận thông báo: gõ /huy."
	textEraseButton = "Xoá dữ liệu của tôi"
	textErased      = "*Biên nhận xoá dữ liệu*, lúc %s\nTôi đã xoá ngay khỏi nơi lưu: đánh giá, phiếu góp ý, câu hỏi và ý kiến đã gửi, lời nhắc, đăng ký nhận thông báo, liên kết kênh và ngữ cảnh trò chuyện của ông/bà.\n" +
		"Bản ghi trên đĩa được viết lại trong vòng 24 giờ. Bản sao lưu cũ tự huỷ sau 30 ngày. Danh sách đã gửi của thông báo (chỉ có mã cuộc trò chuyện) tự huỷ sau 90 ngày. Số liệu đếm chung không còn gắn với ông/bà; nhật ký quản trị chỉ giữ mã băm, không có tên."
	textErasedOfficial = "Vai trò và việc được giao với tư cách cán bộ không bị xoá theo lệnh này; ông/bà đề nghị quản trị viên gỡ khi thôi việc."
)
