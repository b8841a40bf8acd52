package main

import (
	"bytes"
	"fmt"
	"go/format"
	"os"
	"slices"
	"time"

	"github.com/motcua/motcua/cmd/motcua/base"
	"github.com/motcua/motcua/cmd/motcua/exit"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/lexicon"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/content/search/quality"
	"github.com/motcua/motcua/handlers/answers"
)

// QualityCmd measures how well questions are understood: on the evaluation sets of a folder, or on the golden questions
// of the base; and fits the weights anew.
type QualityCmd struct {
	Data    string `placeholder:"THƯ-MỤC" help:"Thư mục có các bộ câu hỏi đánh giá."`
	Cross   bool   `help:"Đo chéo: tham số khớp trên một nửa câu hỏi, đo trên nửa kia."`
	Base    bool   `help:"Đo trên các cách hỏi có trong kho, mỗi cách hỏi như chưa ai viết ra."`
	Fit     bool   `help:"Khớp lại tham số trên kho (và các bộ câu hỏi của --data), ghi vào tệp --out."`
	Out     string `default:"content/search/weights.go" placeholder:"TỆP" help:"Tệp Go nhận tham số mới."`
	Content string `env:"MOTCUA_CONTENT" placeholder:"THƯ-MỤC" help:"Kho nội dung."`
}

// Run prints the figures as Markdown; a lost golden question fails.
func (c *QualityCmd) Run() error {
	if c.Fit {
		return c.fit()
	}
	if c.Data != "" && !c.Base {
		lex, err := search.ParseLexicon(lexicon.Files)
		if err != nil {
			return err
		}
		sets, err := c.sets()
		if err != nil {
			return err
		}
		if c.Cross {
			sets.CrossValidate(lex, os.Stdout)
		} else {
			sets.Report(lex, quality.Options{}, os.Stdout)
		}
		return nil
	}
	know, err := base.Open(c.Content)
	if err != nil {
		return err
	}
	if c.Base {
		return c.base(know)
	}
	if err := firstReplies(know); err != nil {
		return err
	}
	lost := know.Golden()
	for _, l := range lost {
		fmt.Println(l)
	}
	total, missed := len(know.Library.Questions), 0
	for _, q := range know.Library.Questions {
		if q.Missed {
			missed++
		}
	}
	fmt.Printf("%d of %d golden questions pass, %d more are known misses.\n", total-len(lost)-missed, total, missed)
	if len(lost) > 0 {
		return exit.Errorf(1, "%d câu hỏi mẫu không còn đúng", len(lost))
	}
	return nil
}

// fit writes weights fitted on the base, and on the evaluation sets where there are some.
func (c *QualityCmd) fit() error {
	know, err := base.Open(c.Content)
	if err != nil {
		return err
	}
	lex, err := search.ParseLexicon(base.Lexicon(c.Content))
	if err != nil {
		return err
	}
	base := qualityBase(know)
	national := search.DefaultModel(false)
	sets, err := c.sets()
	if err != nil {
		return err
	}
	if sets != nil {
		national = quality.Fit(sets.National(), lex, 0)
	}
	office := quality.Fit(base.Office(sets), lex, 0)
	var b bytes.Buffer
	quality.WriteModels(&b, national, office)
	src, err := format.Source(b.Bytes())
	if err != nil {
		return err
	}
	return os.WriteFile(c.Out, src, 0o644)
}

// qualityBase is a base with its golden questions as they are measured.
func qualityBase(know *answers.Knowledge) *quality.Base {
	base := &quality.Base{Docs: answers.Docs(know.Library)}
	found := map[string]bool{}
	for _, d := range base.Docs {
		found[d.ID] = true
	}
	for _, q := range know.Library.Questions {
		question := quality.Question{Text: q.Q, BaseID: q.Want, Hide: search.Hide{Same: true}}
		switch q.Want {
		case content.WantUnknown:
			question.BaseID = q.Q
		case content.WantPlaces:
			continue
		case content.WantChoose:
			question.BaseID = q.Q
			for _, id := range q.Of {
				question.Gold = append(question.Gold, codeOf(know, id))
			}
			base.Vague = append(base.Vague, question)
			continue
		default:
			if !found[codeOf(know, q.Want)] {
				continue // danger, places and the office are answered before any search
			}
			question.Gold = []string{codeOf(know, q.Want)}
			for _, id := range q.Or {
				question.Family = append(question.Family, codeOf(know, id))
			}
		}
		base.Golden = append(base.Golden, question)
	}
	return base
}

// base measures the base on its own ways of asking.
func (c *QualityCmd) base(know *answers.Knowledge) error {
	lex, err := search.ParseLexicon(base.Lexicon(c.Content))
	if err != nil {
		return err
	}
	counter, err := quality.CounterQuestions()
	if err != nil {
		return err
	}
	base := qualityBase(know)
	for i := range counter {
		for k, id := range counter[i].Gold {
			counter[i].Gold[k] = codeOf(know, id)
		}
		for k, id := range counter[i].Family {
			counter[i].Family[k] = codeOf(know, id)
		}
	}
	sets, err := c.sets()
	if err != nil {
		return err
	}
	if !c.Cross {
		base.Report(lex, counter, sets, nil, 0, os.Stdout)
		return nil
	}
	for half := 1; half <= 2; half++ {
		base.Report(lex, counter, sets, quality.Fit(base.Office(sets), lex, 3-half), half, os.Stdout)
	}
	return nil
}

// codeOf is the id under which the index knows an entry.
func codeOf(know *answers.Knowledge, id string) string {
	if p, ok := know.Library.Procedure(id); ok {
		return p.ID()
	}
	return id
}

// sets reads the evaluation sets, nil when no folder was named.
func (c *QualityCmd) sets() (*quality.Sets, error) {
	if c.Data == "" {
		return nil, nil
	}
	lib, found := content.Load(base.FS(c.Content))
	if errs := found.Errors(); len(errs) > 0 {
		return nil, errs
	}
	return quality.Load(c.Data, answers.Everyday(lib))
}

// firstReplies prints how the questions of a counter fare: the share of first replies that hold the answer leads.
func firstReplies(know *answers.Knowledge) error {
	questions, err := quality.CounterQuestions()
	if err != nil {
		return err
	}
	day := content.DayOf(time.Now())
	asked, held, total := 0, 0, 0
	some, none := map[search.Outcome]int{}, map[search.Outcome]int{}
	right, wrong := 0, 0
	for _, q := range questions {
		reply := know.Answer(q.Text, day)
		if len(q.Gold) == 0 {
			none[reply.Result.Outcome]++
			continue
		}
		wanted := slices.Concat(q.Gold, q.Family)
		total++
		some[reply.Result.Outcome]++
		if o := reply.Result.Outcome; o == search.Answer || o == search.Likely {
			if know.Holds(reply, wanted, "") {
				right++
			} else {
				wrong++
			}
		}
		if q.Says != "" {
			asked++
			if know.Holds(reply, wanted, q.Says) {
				held++
			}
		}
	}
	share := func(a, b int) float64 { return 100 * float64(a) / float64(max(1, b)) }
	fmt.Printf("%.0f %% of first replies hold the answer in their first lines (%d of %d questions with a known "+
		"answer).\n",
		share(held, asked), held, asked)
	fmt.Printf("%.0f %% come from the right entry (%d of %d), %.0f %% from a wrong one; %d answers, %d likely, %d "+
		"choices, %d unknown.\n",
		share(right, total), right, total, share(wrong, total),
		some[search.Answer], some[search.Likely], some[search.Choose], some[search.Unknown])
	fmt.Printf("%d questions without an entry: %d answers, %d likely, %d choices, %d unknown.\n\n",
		len(questions)-total,
		none[search.Answer], none[search.Likely], none[search.Choose], none[search.Unknown])
	return nil
}
