package telegram

import (
	"context"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"github.com/motcua/motcua/bot"
)

// GroupName is the name, in a bot.ChatID, of groups and channels on Telegram. It is another than that of private chats,
// since everything that is counted, limited and told by channel is another there: one message is read by many, Telegram
// allows 20 a minute, and nobody's own matters belong there.
const GroupName = "telegramgroup"

// Groups sends to groups and channels. What is said there comes in with all other updates, by the Channel.
type Groups struct{ channel *Channel }

// Groups is the part of the channel that sends to groups and channels.
func (c *Channel) Groups() *Groups { return &Groups{c} }

// Name returns "telegramgroup".
func (g *Groups) Name() string { return GroupName }

// Limits returns what one message in a group can carry.
func (g *Groups) Limits() bot.Limits {
	l := g.channel.Limits()
	l.Menus, l.Groups = false, true
	return l
}

// Receive waits for ctx to end: the Channel receives for both.
func (g *Groups) Receive(ctx context.Context, _ bot.Deliver) error {
	<-ctx.Done()
	return nil
}

// Send delivers one message. The error is a *bot.SendError.
func (g *Groups) Send(ctx context.Context, to bot.ChatID, m bot.Message) (bot.Receipt, error) {
	return g.channel.Send(ctx, to, m)
}

// chatOf names a chat: those with a negative number are groups and channels.
func chatOf(id int64) bot.ChatID {
	name := Name
	if id < 0 {
		name = GroupName
	}
	return bot.ChatID{Channel: name, ID: strconv.FormatInt(id, 10)}
}

func groupOf(chat *tgbotapi.Chat) *bot.Group {
	if chat == nil || chat.IsPrivate() {
		return nil
	}
	return &bot.Group{Title: strings.ToValidUTF8(chat.Title, ""), Broadcast: chat.Type == "channel"}
}

// fromMembership tells when we come into a chat, leave it, or gain or lose the right to write there.
func (c *Channel) fromMembership(m *tgbotapi.ChatMemberUpdated) (out bot.Update, why string) {
	if m.Chat.ID == 0 {
		return out, "membership of no chat"
	}
	out = bot.Update{Chat: chatOf(m.Chat.ID), User: userOf(&m.From), Private: m.Chat.IsPrivate(), At: c.dated(m.Date),
		Group: groupOf(&m.Chat)}
	broadcast := out.Group != nil && out.Group.Broadcast
	was, is := mayWrite(m.OldChatMember, broadcast), mayWrite(m.NewChatMember, broadcast)
	switch there := isMember(m.NewChatMember); {
	case is == was && (is || there == isMember(m.OldChatMember)):
		return bot.Update{}, "a change of rights"
	case is:
		out.Kind = bot.KindJoined
		if out.Group != nil {
			out.Group.Again = isMember(m.OldChatMember)
		}
	default:
		out.Kind = bot.KindLeft
		if out.Group != nil {
			out.Group.Muted = there
		}
	}
	return out, ""
}

// mayWrite reports whether what we are in a chat lets us write there. In a channel members only read.
func mayWrite(m tgbotapi.ChatMember, broadcast bool) bool {
	switch {
	case broadcast:
		return m.Status == "creator" || m.Status == "administrator" && m.CanPostMessages
	case m.Status == "restricted":
		return m.IsMember && m.CanSendMessages
	}
	return isMember(m)
}

func isMember(m tgbotapi.ChatMember) bool {
	switch m.Status {
	case "left", "kicked", "":
		return false
	case "restricted":
		return m.IsMember
	}
	return true
}

// standingTime bounds the question who somebody is: meanwhile no other update is taken.
const standingTime = 5 * time.Second

// standingsPerMinute is how often, for one group, Telegram is asked who somebody is: the question holds up what comes
// after it, and a crowd could type such commands without end.
const standingsPerMinute = 6

// standings counts those questions.
type standings struct {
	mu     sync.Mutex
	minute int64
	asked  map[int64]int // in that minute, by group
}

func (s *standings) may(chat int64, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if minute := now.Unix() / 60; minute != s.minute || s.asked == nil {
		s.minute, s.asked = minute, make(map[int64]int)
	}
	s.asked[chat]++
	return s.asked[chat] <= standingsPerMinute
}

// askStanding asks Telegram whether the sender of a command that only those who run a group may use is one of them. Who
// writes in the name of the group itself is: only they can. Without an answer, and beyond so many questions a minute, it
// stays unknown.
func (c *Channel) askStanding(ctx context.Context, u *tgbotapi.Update, out *bot.Update) {
	if out.Group == nil || out.Kind != bot.KindCommand || !slices.Contains(c.ofAdmins, out.Command) {
		return
	}
	m := u.Message
	switch {
	case m.SenderChat != nil && m.SenderChat.ID == m.Chat.ID:
		out.Group.By = bot.StandingAdmin
		return
	case m.SenderChat != nil || m.From == nil:
		out.Group.By = bot.StandingMember // in the name of a channel
		return
	case !c.standings.may(m.Chat.ID, c.now()):
		return
	}
	ctx, cancel := context.WithTimeout(ctx, standingTime)
	defer cancel()
	var member tgbotapi.ChatMember
	err := c.ask(ctx, "getChatMember", tgbotapi.Params{"chat_id": strconv.FormatInt(m.Chat.ID, 10),
		"user_id": strconv.FormatInt(m.From.ID, 10)}, &member)
	switch {
	case err != nil:
		c.log.LogAttrs(ctx, slog.LevelWarn, "telegram: not known who runs a group", slog.Any("error", err))
	case member.Status == "creator" || member.Status == "administrator":
		out.Group.By = bot.StandingAdmin
	default:
		out.Group.By = bot.StandingMember
	}
}
