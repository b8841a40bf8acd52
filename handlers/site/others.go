package site

import (
	"fmt"
	"strings"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/answers/card"
)

type questionData struct {
	Title   string
	Parts   []item
	Shorts  []short
	Related []link
	Sources []cited
	Footer
	Ask string
}

// showQuestion shows an entry of general questions.
func showQuestion(v *visit) error {
	f, ok := v.know.Library.FAQ(v.r.PathValue("id"))
	if !ok {
		return v.missing()
	}
	return v.show("question", v.questionPage(f))
}

func (v *visit) questionPage(f *content.FAQ) page {
	s := &sheet{day: v.day, sources: f.Sources}
	d := questionData{Title: f.Question, Footer: footer(f.Checked, f.Review, f.Valid, v.day), Ask: f.Question}
	for _, l := range content.LinesAt(f.Answer, v.day) {
		d.Parts = append(d.Parts, s.item(card.LineFact(l)))
	}
	for _, q := range content.ShortsAt(f.Short, v.day) {
		if len(q.Ask) > 0 && len(d.Shorts) < maxShorts {
			d.Shorts = append(d.Shorts,
				short{question(q.Ask[0]), s.item(content.Fact{Text: q.Say, Sources: q.Sources})})
		}
	}
	for _, id := range f.Related {
		if l, ok := v.entryLink(id); ok {
			d.Related = append(d.Related, l)
		}
	}
	d.Sources, d.Doubtful = s.cited, s.doubtful
	first := ""
	if len(d.Parts) > 0 {
		first = d.Parts[0].Text
	}
	p := page{Title: f.Question, Path: questionPath(f), Kind: "article", Data: d,
		Description: describe(f.Question, first),
		Picture:     "/anh/hoi-dap/" + f.Key + ".png", Linked: v.questionLinked(f, d.Parts, d.Shorts)}
	if f.Field != "" {
		p.Crumbs = []link{{f.Field, "/chu-de/" + slug(f.Field), ""}}
	}
	return p
}

type eventData struct {
	Title, Comfort string
	Steps          []step
	Checked        string
	Ask            string
}

type step struct {
	link
	When, Limit string
}

// showEvent shows what a happening in a life takes, in its order.
func showEvent(v *visit) error {
	e, ok := v.know.Library.Event(v.r.PathValue("id"))
	if !ok {
		return v.missing()
	}
	return v.show("event", v.eventPage(e))
}

func (v *visit) eventPage(e *content.Event) page {
	d := eventData{Title: e.Title, Comfort: e.Comfort, Checked: e.Checked.VN(), Ask: e.Title}
	var todo []link
	for _, s := range e.Steps {
		to, ok := v.entryLink(s.Entry)
		if !ok {
			continue
		}
		if s.Aspect != "" && strings.HasPrefix(to.To, "/thu-tuc/") {
			to.To += "#" + string(s.Aspect)
		}
		to.Name = s.Do
		todo = append(todo, to)
		d.Steps = append(d.Steps, step{to, s.When, card.StepLimit(v.know.Library, s, v.day)})
	}
	return page{Title: e.Title, Path: eventPath(e), Kind: "article", Data: d,
		Description: describe(e.Title, fmt.Sprintf("%d việc cần làm, theo thứ tự, kèm thời hạn.", len(d.Steps))),
		Picture:     "/anh/su-kien/" + e.Key + ".png", Linked: v.eventLinked(e, todo)}
}

type planData struct {
	Title, Issuer, Caution string
	Sections               []section
	Sources                []cited
	Footer
}

// showPlan shows a plan as far as its source speaks.
func showPlan(v *visit) error {
	for _, p := range v.know.Library.Plans {
		if p.Key == v.r.PathValue("id") && !p.Template {
			return v.show("plan", v.planPage(p))
		}
	}
	return v.missing()
}

// planParts are the kinds of statements, under the words of a plan.
var planParts = []struct{ kind, title string }{
	{"about", "Về kế hoạch"}, {"legal", "Căn cứ"}, {"validity", "Hiệu lực"}, {"aim", "Mục tiêu"},
	{"requirement", "Yêu cầu"}, {"absent", "Điều nguồn không nêu"},
}

func (v *visit) planPage(p *content.Plan) page {
	s := &sheet{day: v.day, sources: p.Sources}
	d := planData{Title: p.Title, Issuer: p.Issuer, Caution: p.Caution,
		Footer: footer(p.Checked, p.Review, content.Span{}, v.day), Sections: s.planSections(p)}
	d.Sources, d.Doubtful = s.cited, s.doubtful
	return page{Title: p.Title, Path: planPath(p), Kind: "article", Data: d, Description: describe(p.Title, p.Caution),
		Picture: "/anh/ke-hoach/" + p.Key + ".png"}
}

// planSections are all parts of a plan.
func (s *sheet) planSections(p *content.Plan) (out []section) {
	add := func(sec section) {
		if len(sec.Items) > 0 {
			out = append(out, sec)
		}
	}
	for _, part := range planParts {
		sec := section{ID: part.kind, Title: part.title}
		for _, st := range p.Statements {
			if st.Kind != part.kind {
				continue
			}
			it := s.item(st.Fact)
			if st.Who != "" {
				it.Text = strings.TrimRight(it.Text, ". ") + ". Ai thực hiện: " + st.Who + "."
			}
			it.Anchor = st.ID
			sec.Items = append(sec.Items, it)
		}
		add(sec)
	}
	sec := section{ID: "indicators", Title: "Chỉ tiêu"}
	for _, i := range p.Indicators {
		it := s.item(i.Fact)
		it.Anchor = i.ID
		sec.Items = append(sec.Items, it)
	}
	add(sec)
	add(section{ID: "tasks", Title: "Nhiệm vụ", Items: s.items(taskFacts(p))})
	add(section{ID: "reports", Title: "Báo cáo", Items: s.items(reportFacts(p))})
	return out
}

func taskFacts(p *content.Plan) (out []content.Fact) {
	for _, t := range p.Tasks {
		f := t.Fact
		f.Text = strings.TrimRight(f.Text, ". ") + ". Chủ trì: " + t.Lead + "."
		out = append(out, f)
	}
	return out
}

func reportFacts(p *content.Plan) (out []content.Fact) {
	for _, r := range p.Reports {
		out = append(out, r.Fact)
	}
	return out
}
