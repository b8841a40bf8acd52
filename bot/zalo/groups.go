package zalo

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/platform"
)

// GroupName is the name, in a bot.ChatID, of the account's own groups (GMF: "nhóm chat OA").
const GroupName = "zalogroup"

const (
	groupsEvery = 10 * time.Minute
	groupsPage  = 50
	groupsMost  = 1000
	groupsPath  = "/v3.0/oa/group/getgroupsofoa"
	groupPath   = "/v3.0/oa/group/message"
)

// groupsSet is the set of the account's groups of which the office was told, by when.
const groupsSet = "zalo:groups"

// Groups sends announcements to the groups that belong to the account. Who runs the account runs them, so a group in
// the account's list is its wish to be asked about. What is said in them is not read. It knows no seven days: Zalo
// takes text for a group at any time, for accounts that bought groups.
type Groups struct {
	channel *Channel
	wait    func(context.Context, time.Duration) error
}

// Groups is the part of the channel that sends to groups.
func (c *Channel) Groups() *Groups { return &Groups{c, platform.Sleep} }

// Name returns "zalogroup".
func (g *Groups) Name() string { return GroupName }

// Limits returns what one message in a group can carry: words alone.
func (g *Groups) Limits() bot.Limits {
	return bot.Limits{TextRunes: textLimit, Proactive: true, Groups: true}
}

// Receive looks every ten minutes which groups the account has, and tells of new ones and of those that are gone.
func (g *Groups) Receive(ctx context.Context, deliver bot.Deliver) error {
	for ctx.Err() == nil {
		if err := g.look(ctx, deliver); err != nil && ctx.Err() == nil {
			g.channel.log.LogAttrs(ctx, slog.LevelWarn, "zalo groups not listed", slog.Any("error", err))
		}
		_ = g.wait(ctx, groupsEvery) // ends early only with ctx
	}
	return nil
}

// look tells of what changed since the last look. A process that dies in between tells it again, which is harmless.
func (g *Groups) look(ctx context.Context, deliver bot.Deliver) error {
	now := g.channel.now()
	has, err := g.list(ctx)
	if err != nil {
		return err
	}
	state := g.channel.cfg.State
	known, err := state.List(ctx, groupsSet, bot.Range{Max: 1 << 62, Limit: groupsMost})
	if err != nil {
		return err
	}
	told := map[string]bool{}
	tell := func(id, title string, kind bot.Kind) error {
		day := now.In(bot.Zone).Format("2006-01-02")
		err := deliver(ctx, bot.Update{ID: "gmf:" + id + ":" + string(kind) + ":" + day,
			Kind: kind, Chat: bot.ChatID{Channel: GroupName, ID: id}, At: now,
			Group: &bot.Group{Title: title, Owned: true}})
		if err != nil {
			return err
		}
		return state.Update(ctx, func(tx bot.Tx) error {
			if kind == bot.KindJoined {
				tx.Add(groupsSet, id, now.UnixMilli())
			} else {
				tx.Remove(groupsSet, id)
			}
			return nil
		})
	}
	for _, e := range known {
		told[e.Member] = true
		if _, still := has[e.Member]; !still {
			if err := tell(e.Member, "", bot.KindLeft); err != nil {
				return err
			}
		}
	}
	for id, title := range has {
		if !told[id] {
			if err := tell(id, title, bot.KindJoined); err != nil {
				return err
			}
		}
	}
	return nil
}

// list reads the names of all groups by their ids. One that is not "enabled" takes nothing, and counts as gone.
func (g *Groups) list(ctx context.Context) (map[string]string, error) {
	out := map[string]string{}
	for offset := 0; offset < groupsMost; offset += groupsPage {
		var page struct {
			Groups []struct {
				ID     platform.Scalar `json:"group_id"`
				Name   string          `json:"name"`
				Status string          `json:"status"`
			} `json:"groups"`
		}
		err := g.channel.ask(ctx, apiRequest{method: http.MethodGet, path: groupsPath,
			query: url.Values{"offset": {strconv.Itoa(offset)}, "count": {strconv.Itoa(groupsPage)}}}, &page)
		if err != nil {
			return nil, err
		}
		for _, one := range page.Groups {
			if one.ID != "" && (one.Status == "" || one.Status == "enabled") {
				out[platform.Clip(string(one.ID), 40)] = strings.ToValidUTF8(one.Name, "")
			}
		}
		if len(page.Groups) < groupsPage {
			break
		}
	}
	return out, nil
}

// Send delivers one message, without what is attached and without buttons. The error is a *bot.SendError.
func (g *Groups) Send(ctx context.Context, to bot.ChatID, m bot.Message) (receipt bot.Receipt, err error) {
	c := g.channel
	if to.Channel != GroupName || to.ID == "" {
		return receipt, &bot.SendError{Kind: bot.SendInvalid, Reason: "mã nhóm không phải của Zalo",
			Err: errors.New("chat " + strconv.Quote(to.String()))}
	}
	// "[@id]" in a text calls a member, or everybody: nobody's words in an announcement may do that.
	m.Text = strings.ReplaceAll(m.Text, "[@", "[ @")
	steps, err := c.plan(bot.Message{Text: m.Text})
	if err != nil {
		return receipt, &bot.SendError{Kind: bot.SendInvalid, Reason: "nội dung tin không hợp lệ với Zalo", Err: err}
	}
	err = c.resume.Send(to, m, len(steps), c.now(), func(i int) *bot.SendError {
		var taken struct {
			MessageID platform.Scalar `json:"message_id"`
		}
		body := map[string]any{"recipient": map[string]string{"group_id": to.ID},
			"message": map[string]string{"text": steps[i].text}}
		if err := c.ask(ctx, jsonRequest(groupPath, body), &taken); err != nil {
			return c.failed(ctx, err, false)
		}
		receipt = c.receipt(taken.MessageID, "")
		return nil
	})
	return receipt, err
}
