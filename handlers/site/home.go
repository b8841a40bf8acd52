package site

import (
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/webcard"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/announce"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/answers/card"
	"github.com/motcua/motcua/handlers/answers/office"
	"github.com/motcua/motcua/handlers/dialog"
)

const (
	maxQuery   = 300 // runes of a question in an address
	mostOthers = 5   // that may be meant instead
)

type searchData struct {
	Query   string
	TooLong bool
	Say     template.HTML // said before a card
	Answer  template.HTML // the reply that the chat gives first
	Card    bool          // it is a card
	Main    link          // the page of what is answered from
	Links   []link        // that the reply offers: official pages
	Others  []link        // what else may be meant
	Unknown bool          // nothing is answered
	Choose  bool          // the reply asks which of the others is meant
	Urgent  bool          // danger: nothing else stands beside the reply
	Calls   []link        // numbers to call
}

// showSearch answers with the chat's own first reply. Nothing of it is kept: not the question, not that it was asked.
func showSearch(v *visit) error {
	q := strings.TrimSpace(vi.Clean(v.r.URL.Query().Get("q")))
	if q == "" {
		return v.show("home", v.homePage())
	}
	if v.searches.Wait(v.guard.Address(v.r)) > 0 {
		return v.tooOften()
	}
	d := searchData{Query: q}
	p := page{Title: q, Path: "/tim", Query: q, Hidden: true}
	if utf8.RuneCountInString(q) > maxQuery {
		d.TooLong, p.Title = true, "Câu hỏi quá dài"
		p.Data = d
		return v.write(http.StatusOK, keepNothing, "search", p)
	}
	if to := door(q); to != "" {
		v.w.Header().Set("Cache-Control", keepNothing)
		v.w.Header().Set("Location", strings.TrimPrefix(to, "/"))
		v.w.WriteHeader(http.StatusSeeOther)
		return nil
	}
	if err := v.answer(&d); err != nil {
		return err
	}
	p.Data = d
	return v.write(http.StatusOK, keepNothing, "search", p)
}

// answer fills in what the base says to the question.
func (v *visit) answer(d *searchData) error {
	reply := v.know.Answer(d.Query, v.day)
	if err := d.show(reply.Message); err != nil {
		return err
	}
	d.buttons(reply.Message.Buttons)
	if _, _, d.Urgent = v.know.Urgent(d.Query); d.Urgent {
		return nil
	}
	d.Unknown = reply.Result.Outcome == search.Unknown
	d.Choose = reply.Result.Outcome == search.Choose // the answer itself asks which one
	switch l, ok := v.entryLink(reply.Entry); {
	case ok && reply.Result.Outcome != search.Choose:
		d.Main = l
		if strings.HasPrefix(l.To, "/thu-tuc/") && card.AspectNames[content.Aspect(reply.Aspect)] != "" {
			d.Main.To += "#" + string(reply.Aspect)
		}
	case reply.Entry == answers.OfficeEntry || reply.Entry == answers.PlaceEntry:
		d.Main = link{textMeet, "/gap-can-bo", ""}
	}
	for _, h := range reply.Result.Hits[:min(len(reply.Result.Hits), 6)] {
		here, _, _ := strings.Cut(d.Main.To, "#")
		l, ok := v.entryLink(h.ID)
		same := func(o link) bool { return o.Name == l.Name } // two parts of one plan
		if ok && l.To != here && len(d.Others) < mostOthers && !slices.ContainsFunc(d.Others, same) {
			d.Others = append(d.Others, l)
		}
	}
	if d.Unknown {
		d.Others = nil // as in the chat: what is merely nearest is a guess that misleads
	}
	return nil
}

// show draws the reply as the chat does: a card where there is one.
func (d *searchData) show(m bot.Message) (err error) {
	if m.Card == nil {
		d.Answer = webcard.Markup(m.Text)
		return nil
	}
	d.Say, d.Card = webcard.Markup(m.Card.Say), true
	d.Answer, err = webcard.HTML(m.Card, webcard.Place{ID: "tl-", Level: 2})
	return err
}

// buttons takes over what leads somewhere without a chat.
func (d *searchData) buttons(rows [][]bot.Button) {
	for _, row := range rows {
		for _, b := range row {
			switch {
			case strings.HasPrefix(b.URL, "tel:"):
				d.Calls = append(d.Calls, link{b.Label, b.URL, ""})
			case content.Official(b.URL):
				d.Links = append(d.Links, link{b.Label, b.URL, ""})
			}
		}
	}
}

// doors are words that name a page and no procedure, folded.
var doors = map[string]string{
	"gap can bo": "/gap-can-bo", "gap nguoi that": "/gap-can-bo", "cho toi gap nguoi that": "/gap-can-bo",
	"toi muon gap can bo": "/gap-can-bo", "gap nguoi": "/gap-can-bo", "lien he": "/gap-can-bo",
	"gop y": "/gop-y", "danh gia": "/gop-y", "khao sat": "/gop-y", "toi muon gop y": "/gop-y",
	"theo doi cau hoi": "/theo-doi", "theo doi": "/theo-doi", "quyen rieng tu": "/quyen-rieng-tu",
	"thong bao": "/thong-bao", "tat ca thu tuc": "/thu-tuc", "danh sach thu tuc": "/thu-tuc",
	"xem danh sach": "/thu-tuc",
}

// door is the page that words name outright: a code of a question, "góp ý"; empty for a question.
func door(q string) string {
	if ref := dialog.ReferenceIn(q); ref != "" && len(strings.Fields(q)) <= 3 {
		return "/theo-doi/" + ref
	}
	folded := vi.Fold(q)
	if announce.AsksForNews(folded) {
		return "/thong-bao"
	}
	return doors[folded]
}

type homeData struct {
	Open   office.Opening
	Tiles  []tile
	Asked  []link
	Events []link
	Count  int // procedures
}

// showHome asks what the visitor needs. An address with a question opens its answer.
func showHome(v *visit) error {
	if q := v.r.URL.Query().Get("q"); q != "" {
		v.w.Header().Set("Location", "tim?"+v.r.URL.RawQuery)
		v.w.WriteHeader(http.StatusSeeOther)
		return nil
	}
	return v.show("home", v.homePage())
}

func (v *visit) homePage() page {
	d := homeData{Open: v.opening(), Tiles: v.tiles(), Count: len(v.know.Library.Procedures)}
	for _, a := range v.know.Library.Asked {
		if l, ok := v.entryLink(a.Entry); ok {
			d.Asked = append(d.Asked, link{a.Say, l.To, ""})
		}
	}
	for _, e := range v.know.Library.Events {
		d.Events = append(d.Events, link{e.Title, eventPath(e), fmt.Sprintf("%d việc", len(e.Steps))})
	}
	return page{Path: "/", Big: true, Data: d, Linked: v.siteLinked()}
}

// opening says whether the office is open now, as far as anybody verified its hours.
func (v *visit) opening() office.Opening {
	return office.Book{Library: v.know.Library, Calendar: v.know.Calendar}.Opening(v.cfg.Office, v.now)
}
