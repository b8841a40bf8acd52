package console

import (
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

func questionsPage(c *Console, v *visit) error {
	groups, err := cases.UnansweredGroups(v.ctx, c.State, 500)
	if err != nil {
		return err
	}
	return c.show(v, "questions", "Câu chưa trả lời được", questionsData{groups[:min(60, len(groups))], entryRows(c),
		v.may(editors)})
}

// ids are the questions of the group that the form is about.
func (v *visit) ids() []string {
	ids := v.r.PostForm["id"]
	return ids[:min(len(ids), 200)]
}

// attachQuestion adds the question as a way of asking to an entry that exists.
func attachQuestion(c *Console, v *visit) error {
	know := c.Bot.Knowledge()
	path, ok := know.FileOf(v.form("muc"))
	if !ok {
		return refusal{http.StatusBadRequest, textPickEntry}
	}
	name := v.form("cach-hoi")
	if name == "" || len([]rune(name)) > 120 {
		return refusal{http.StatusBadRequest, textAskLength}
	}
	text, base, _ := c.Desk.Read(path)
	next, err := library.AddName(text, name)
	if err != nil {
		return refusal{http.StatusBadRequest, textNoNames}
	}
	trial := c.Desk.Try(know, path, next, false)
	if !trial.OK() || len(trial.Lost) > 0 {
		return showCheck(c, v, editForm{Path: path, Text: next, Base: base, N: newestN(c, v, path),
			Why: "Thêm cách hỏi: " + name, IDs: v.ids()}, trial, "")
	}
	f := editForm{Path: path, Text: next, Base: base, N: newestN(c, v, path), Why: "Thêm cách hỏi: " + name,
		IDs: v.ids()}
	if _, err := putEntry(c, v, f, people.VerbContentAttach); err != nil {
		return err
	}
	return v.back("/admin/cau-hoi", "noi")
}

// draftQuestion makes a draft of a question and opens it.
func draftQuestion(c *Console, v *visit) error {
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
		d = library.NewDraft("q:"+q.ID, q.Text, "(viết câu trả lời)", "(tên văn bản hoặc nguồn)",
			content.DayOf(tx.Now().In(content.Zone)), tx.Now())
		library.PutDraft(tx, d)
		return people.Audit(v.ctx, tx, v.s.Chat, v.role, people.VerbContentDraft, d.Path, "")
	})
	if err != nil {
		return err
	}
	return v.back("/admin/noi-dung/sua?nhap="+d.ID, "nhap")
}

func dropQuestions(c *Console, v *visit) error {
	err := c.State.Update(v.ctx, func(tx bot.Tx) error {
		cases.DropUnanswered(tx, v.ids()...)
		return people.Audit(v.ctx, tx, v.s.Chat, v.role, people.VerbQuestionDrop, "", "")
	})
	if err != nil {
		return err
	}
	return v.back("/admin/cau-hoi", "bo")
}
