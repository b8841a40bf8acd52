package noticepages

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/handlers/announce"
	"github.com/motcua/motcua/handlers/announce/recurring"
	"github.com/motcua/motcua/handlers/console"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/people"
)

const repeatPath = "/admin/thong-bao/lap"

const (
	textSureEnd     = "Kết thúc hẳn việc gửi lặp lại?"
	textSureDeny    = "Từ chối lịch gửi lặp lại này?"
	textDenyHappens = "Thông báo trở lại bản nháp, không lần nào được gửi; người soạn được báo."
	textEndHappens  = "Các lần sau không gửi nữa; các lần đã gửi và báo cáo vẫn được giữ."
)

// repeatData is the page: all that is sent again and again, or with an id what one draft is to be.
type repeatData struct {
	Rows    []repeatRow
	ID      string // of the announcement whose rule is asked for
	Line    string
	Words   string // as typed
	Problem string
	Series  *recurring.Series
	Read    string // what was read back and waits for a yes
	Turn    string // the label of the button for days off
}

type repeatRow struct {
	*recurring.Series
	Line string
	Own  bool // set by the visitor, who cannot say the second word
}

// repeats lists what is sent again and again; with "ma" it is the form of one.
func repeats(c *console.Console, v *console.Visit) error {
	return repeatsPage(c, v, http.StatusOK, repeatData{ID: v.Query("ma")})
}

func repeatsPage(c *console.Console, v *console.Visit, status int, d repeatData) error {
	var me bot.ChatID
	if err := c.Deed(v, func(_ bot.Tx, by people.Actor) error { me = by.Chat; return nil }); err != nil {
		return err
	}
	all, of, err := recurring.All(v.Context(), c.State, v.Office())
	if err != nil {
		return err
	}
	for i, s := range all {
		d.Rows = append(d.Rows, repeatRow{s, of[i].FirstLine(), s.By == me})
	}
	if d.ID == "" {
		return c.Show(v, "repeats", "Thông báo gửi lặp lại", d)
	}
	a, found, err := announce.LoadFor(v.Context(), c.State, v.Office(), d.ID)
	if err != nil || !found {
		return console.OrNotFound(err)
	}
	d.Line = a.FirstLine()
	s, found, err := recurring.Load(v.Context(), c.State, d.ID)
	if err != nil {
		return err
	}
	if found && s.New != nil {
		know, err := c.Bot.Calendar.Knowledge(v.Context(), c.State)
		if err != nil {
			return err
		}
		d.Series, d.Turn = s, recurring.TurnLabels[s.New.Shift]
		if d.Read, err = c.Bot.Recurring.ReadBack(v.Context(), c.State, c.Bot.Calendar.WeekOf(know), s,
			c.Now().In(content.Zone)); err != nil {
			return err
		}
	}
	return c.ShowAs(v, status, "repeats", "Gửi lặp lại: "+d.Line, d)
}

// propose reads when it is to be sent and reads it back.
func propose(c *console.Console, v *console.Visit) error {
	id, words := v.Form("ma"), v.Form("lich")
	var no dialog.Refusal
	err := c.Deed(v, func(tx bot.Tx, by people.Actor) error {
		no = dialog.Refusal{}
		d, err := c.Bot.Recurring.DeskFor(v.Context(), tx, by)
		if err != nil {
			return err
		}
		know, err := c.Bot.Calendar.Knowledge(v.Context(), tx)
		if err != nil {
			return err
		}
		dates := vidate.Reader{Now: tx.Now().In(content.Zone), Calendar: know.Calendar}
		if _, err = d.Propose(v.Context(), id, words, dates); errors.As(err, &no) && no.Why == dialog.Invalid {
			return nil // shown beside the form
		}
		return err
	})
	switch {
	case err != nil:
		return err
	case no.Text != "":
		return repeatsPage(c, v, http.StatusUnprocessableEntity, repeatData{ID: id, Words: words, Problem: no.Text})
	}
	return v.Go(repeatPath + "?ma=" + url.QueryEscape(id))
}

// press does what the button of the same name does in a chat.
func press(c *console.Console, v *console.Visit) error {
	id, verb := v.Form("ma"), v.Form("viec")
	rev, _ := strconv.Atoi(v.Form("ban"))
	if verb == "ket-thuc" {
		if ok, err := console.Agreed(c, v, textSureEnd, console.Sure{Back: repeatPath, Label: "Kết thúc",
			Happens: []string{textEndHappens}}); !ok {
			return err
		}
	}
	if verb == "tu-choi" {
		if ok, err := console.Agreed(c, v, textSureDeny, console.Sure{Back: repeatPath, Label: "Từ chối",
			Happens: []string{textDenyHappens}}); !ok {
			return err
		}
	}
	to := repeatPath
	err := c.Deed(v, func(tx bot.Tx, by people.Actor) error {
		d, err := c.Bot.Recurring.DeskFor(v.Context(), tx, by)
		if err != nil {
			return err
		}
		switch verb {
		case "dung-roi":
			_, _, err = d.Confirm(v.Context(), id, rev)
		case "ngay-nghi":
			to = repeatPath + "?ma=" + url.QueryEscape(id)
			_, err = d.Turn(v.Context(), id, rev)
		case "tam-dung":
			err = d.Hold(v.Context(), id)
		case "tiep-tuc":
			_, err = d.Resume(v.Context(), id)
		case "ket-thuc":
			err = d.End(v.Context(), id)
		case "duyet":
			err = d.Allow(v.Context(), id, rev)
		case "tu-choi":
			err = d.Deny(v.Context(), id, rev)
		default:
			err = dialog.OldButton
		}
		return err
	})
	if err != nil {
		return err
	}
	if to == repeatPath {
		return v.Back(to, "tb-lap")
	}
	return v.Go(to)
}
