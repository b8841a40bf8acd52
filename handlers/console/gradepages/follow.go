package gradepages

import (
	"fmt"
	"net/http"
	"net/url"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
	"github.com/motcua/motcua/handlers/console"
	"github.com/motcua/motcua/handlers/grading"
	"github.com/motcua/motcua/handlers/library"
	"github.com/motcua/motcua/handlers/people"
)

// What a bad grade leads to: a task of the editor with the entry open, a way of asking (a form of the page of
// questions), or a golden question.

const (
	partPath = "/admin/noi-dung/to?tep=" // where an entry is edited part by part
	mendDays = 7                         // how long an editor takes to mend an answer, as long as he says nothing else
)

// titles are the entries that a question can be led to.
func titles(c *console.Console) (out []string) {
	lib := c.Bot.Knowledge().Library
	for _, p := range lib.Procedures {
		if !p.Imported {
			out = append(out, p.Title)
		}
	}
	for _, f := range lib.FAQs {
		out = append(out, f.Question)
	}
	return out
}

// named is the id of the entry that somebody chose by its title, or typed.
func named(c *console.Console, typed string) (id string, ok bool) {
	if _, edit := entry(c, typed); edit != "" {
		return typed, true
	}
	lib, words := c.Bot.Knowledge().Library, vi.Fold(typed)
	for _, p := range lib.Procedures {
		if !p.Imported && vi.Fold(p.Title) == words {
			return p.ID(), words != ""
		}
	}
	for _, f := range lib.FAQs {
		if vi.Fold(f.Question) == words {
			return f.ID(), words != ""
		}
	}
	return "", false
}

// takeUp makes the editor a task of mending what the citizen read, and opens the entry; where no entry answered, a
// draft of one.
func takeUp(c *console.Console, v *console.Visit) error {
	var to string
	err := c.Deed(v, func(tx bot.Tx, by people.Actor) error {
		s, err := grading.Of(v.Context(), tx, v.Form("ma"))
		if err != nil {
			return err
		}
		desk, err := c.Bot.Tasks.DeskOf(v.Context(), tx, by.Chat, "mend:"+s.ID+":"+by.Chat.String())
		if err != nil {
			return err
		}
		var title string
		if title, to = entry(c, s.Entry); to == "" {
			title = "“" + s.Text + "”"
			d := library.NewDraft("g:"+s.ID, s.Text, library.PlaceAnswer, library.PlaceSource, c.Today(), tx.Now())
			library.PutDraft(tx, d)
			to = "/admin/noi-dung/to?nhap=" + url.QueryEscape(d.ID)
		}
		_, err = desk.TakeUp(v.Context(), fmt.Sprintf(textMend, title), c.Today().Add(mendDays))
		return err
	})
	if err != nil {
		return err
	}
	return v.Back(to, "viec-sua")
}

// golden makes a question of the sample a golden one: from then on every trial of an edit asks it.
func golden(c *console.Console, v *console.Visit) error {
	question, want := v.Form("cau"), content.WantUnknown
	if v.Form("khong-phai") == "" {
		var ok bool
		if want, ok = named(c, v.Form("muc")); !ok {
			return console.Refuse(http.StatusUnprocessableEntity, textNoEntry)
		}
	}
	text, base, _ := c.Desk.Read(library.OfficeQuestions)
	now := c.Bot.Knowledge()
	next := library.AddQuestion(text, question, want, false)
	trial := c.Desk.Try(now, library.OfficeQuestions, next, false)
	if len(trial.Lost) > 0 { // not answered so yet: it is kept as a known miss until an edit mends it
		next = library.AddQuestion(text, question, want, true)
		trial = c.Desk.Try(now, library.OfficeQuestions, next, false)
	}
	if !trial.OK() {
		return console.Refuse(http.StatusUnprocessableEntity, textNotAdded+trial.Faults.Errors()[0].What)
	}
	err := c.Deed(v, func(tx bot.Tx, by people.Actor) error {
		n, err := library.Newest(v.Context(), tx, library.OfficeQuestions)
		if err == nil {
			_, err = library.Publish(v.Context(), tx, library.Version{Path: library.OfficeQuestions, Text: next,
				Why: "Câu hỏi mẫu: " + question, Role: by.Role, Base: base}, n, by.Chat, people.VerbContentPublish)
		}
		return err
	})
	if err != nil {
		return err
	}
	return v.Back(deskPath+"/cau?tuan="+url.QueryEscape(v.Form("tuan"))+"&ma="+url.QueryEscape(v.Form("ma")), "mau")
}
