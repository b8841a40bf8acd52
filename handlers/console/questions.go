package console

import (
	"context"
	"net/http"

	"github.com/motcua/motcua/handlers/cases"
	"github.com/motcua/motcua/handlers/library"
	"github.com/motcua/motcua/handlers/people"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
)

type questionsData struct {
	Groups  []cases.QuestionGroup
	Entries []entryRow
	May     bool
}

// entryRow is an entry as lists show it.
type entryRow struct {
	ID, Title, Path, Field string
	Checked, Review        content.Day
	Stale, Imported        bool
}

// entries lists the entries that an office edits.
func (c *Console) entries() (out []entryRow) {
	know := c.Bot.Knowledge()
	today := content.DayOf(c.Now().In(content.Zone))
	for _, p := range know.Library.Procedures {
		if !p.Imported {
			out = append(out, entryRow{p.ID(), p.Title, p.File, p.Field, p.Checked, p.Review, p.Overdue(today), false})
		}
	}
	for _, f := range know.Library.FAQs {
		out = append(out, entryRow{f.ID(), f.Question, f.File, f.Field, f.Checked, f.Review, f.Overdue(today), false})
	}
	return out
}

// stale lists the entries past the day on which somebody should have looked at them again.
func (c *Console) stale() (out []entryRow) {
	for _, e := range c.entries() {
		if e.Stale {
			out = append(out, e)
		}
	}
	return out
}

func (c *Console) questions(v *visit) error {
	groups, err := cases.UnansweredGroups(v.ctx, c.State, 500)
	if err != nil {
		return err
	}
	return c.show(v, "questions", "Câu chưa trả lời được", questionsData{groups[:min(60, len(groups))], c.entries(), v.may(editors)})
}

// ids are the questions of the group that the form is about.
func (v *visit) ids() []string {
	ids := v.r.PostForm["id"]
	return ids[:min(len(ids), 200)]
}

// attach adds the question as a way of asking to an entry that exists.
func (c *Console) attach(v *visit) error {
	know := c.Bot.Knowledge()
	path, ok := know.FileOf(v.form("muc"))
	if !ok {
		return refusal{http.StatusBadRequest, "Ông/bà chọn một mục trong danh sách."}
	}
	name := v.form("cach-hoi")
	if name == "" || len([]rune(name)) > 120 {
		return refusal{http.StatusBadRequest, "Cách hỏi phải có từ 1 đến 120 ký tự."}
	}
	text, base, _ := c.Desk.Read(path)
	next, err := library.AddName(text, name)
	if err != nil {
		return refusal{http.StatusBadRequest, "Mục này không có danh sách cách hỏi (names); hãy mở mục để sửa."}
	}
	trial := c.Desk.Try(know, path, next, false)
	if !trial.OK() || len(trial.Lost) > 0 {
		return c.showCheck(v, editForm{Path: path, Text: next, Base: base, N: c.newestN(v, path), Why: "Thêm cách hỏi: " + name, IDs: v.ids()}, trial, "")
	}
	f := editForm{Path: path, Text: next, Base: base, N: c.newestN(v, path), Why: "Thêm cách hỏi: " + name, IDs: v.ids()}
	if _, err := c.put(v, f, people.VerbContentAttach); err != nil {
		return err
	}
	return v.back("/admin/cau-hoi", "noi")
}

// draftQuestion makes a draft of a question and opens it.
func (c *Console) draftQuestion(v *visit) error {
	ids := v.ids()
	if len(ids) == 0 {
		return errNotFound
	}
	var d library.Draft
	err := c.State.Update(v.ctx, func(tx bot.Tx) error {
		q, found, err := cases.LoadUnanswered(v.ctx, tx, ids[0])
		if err != nil {
			return err
		}
		if !found {
			return errNotFound
		}
		d = library.NewDraft("q:"+q.ID, q.Text, "(viết câu trả lời)", "(tên văn bản hoặc nguồn)", content.DayOf(tx.Now().In(content.Zone)), tx.Now())
		library.PutDraft(tx, d)
		return people.Audit(v.ctx, tx, v.s.Chat, v.role, people.VerbContentDraft, d.Path, "")
	})
	if err != nil {
		return err
	}
	return v.back("/admin/noi-dung/sua?nhap="+d.ID, "nhap")
}

func (c *Console) dropQuestions(v *visit) error {
	err := c.State.Update(v.ctx, func(tx bot.Tx) error {
		cases.DropUnanswered(tx, v.ids()...)
		return people.Audit(v.ctx, tx, v.s.Chat, v.role, people.VerbQuestionDrop, "", "")
	})
	if err != nil {
		return err
	}
	return v.back("/admin/cau-hoi", "bo")
}

// newestN is the number of a path's newest version; 0 for none, also when it cannot be read: publishing then finds out.
func (c *Console) newestN(v *visit, path string) int {
	var newest library.Version
	_, _ = c.State.Get(context.WithoutCancel(v.ctx), library.PageKey(path), &newest)
	return newest.N
}
