package console

import (
	"net/http"
	"strings"

	"github.com/motcua/motcua/handlers/cases"
	"github.com/motcua/motcua/handlers/library"
	"github.com/motcua/motcua/handlers/people"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
)

type questionsData struct {
	Groups  []cases.QuestionGroup
	Kept    int64 // questions in all
	Looked  int   // at so many of the newest
	Entries []entryRow
	May     bool
}

// Older reports whether there are older ones than those looked at.
func (d questionsData) Older() bool { return d.Kept > int64(d.Looked) }

// questionsLooked is how many of the newest questions are put together in groups.
const questionsLooked = 1000

func questionsPage(c *Console, v *visit) error {
	kept, err := c.State.Size(v.ctx, cases.UnansweredSet)
	if err != nil {
		return err
	}
	groups, err := cases.UnansweredGroups(v.ctx, c.State, questionsLooked)
	if err != nil {
		return err
	}
	return c.show(v, "questions", "Câu chưa trả lời được", questionsData{groups[:min(60, len(groups))], kept,
		questionsLooked, entryRows(c), v.may(editors)})
}

// ids are the questions of the group that the form is about.
func (v *visit) ids() []string {
	var ids []string
	for _, field := range v.r.PostForm["id"] { // of a whole group, where groups are chosen
		ids = append(ids, strings.FieldsFunc(field, func(r rune) bool { return r == ',' })...)
	}
	return ids[:min(len(ids), questionsLooked)]
}

// mergeQuestions makes one group of those that were chosen.
func mergeQuestions(c *Console, v *visit) error {
	if err := c.do(v, func(tx bot.Tx, by people.Actor) error {
		return cases.MergeUnanswered(v.ctx, tx, by, v.ids()...)
	}); err != nil {
		return err
	}
	return v.back("/admin/cau-hoi", "gop")
}

// clearQuestions drops what is old, and, if wished, what was asked only once.
func clearQuestions(c *Console, v *visit) error {
	days := atoi(v.form("ngay"))
	if days < 0 || days > 366 {
		return errNotFound
	}
	if err := c.do(v, func(tx bot.Tx, by people.Actor) error {
		_, err := cases.ClearUnanswered(v.ctx, tx, by, tx.Now().AddDate(0, 0, -int(days)), v.form("mot-lan") != "")
		return err
	}); err != nil {
		return err
	}
	return v.back("/admin/cau-hoi", "don")
}

// attachQuestion adds the question as a way of asking to an entry that exists.
func attachQuestion(c *Console, v *visit) error {
	know := c.Bot.Knowledge()
	path, ok := library.FindEntry(know.Library, v.form("muc"), vi.Fold)
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
		d = library.NewDraft("q:"+q.ID, q.Text, library.PlaceAnswer, library.PlaceSource,
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
