package site

import (
	"html/template"
	"strings"

	"github.com/motcua/motcua/bot/webcard"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/answers/card"
)

type entryData struct {
	Title, Summary string
	Code           string // national, as dossiers name it; empty when none is known
	Field          link
	Head           template.HTML
	Laid           *laid  // what the visitor's office says besides; nil: nothing
	Online         string // where it is handed in online; empty when no address is known
	Sections       []section
	Limits         []limitForm
	Shorts         []short
	Related        []link
	Sources        []cited
	Footer
	Ask string // what the button to the chat asks
	QR  string // path of the picture; empty while our address is not known
}

// showProcedure shows one procedure whole. A national code leads to the entry's own address.
func showProcedure(v *visit) error {
	id := v.r.PathValue("id")
	p, ok := v.know.Library.Procedure(id)
	switch {
	case !ok:
		return v.missing()
	case p.Key != id:
		return v.moved(procedurePath(p))
	}
	shown, err := v.procedurePage(p)
	if err != nil {
		return err
	}
	return v.show("entry", shown)
}

func (v *visit) procedurePage(p *content.Procedure) (page, error) {
	top, err := v.head(p)
	if err != nil {
		return page{}, err
	}
	s := &sheet{day: v.day, sources: p.Sources}
	d := entryData{Title: p.Title, Summary: p.Summary, Head: top, Footer: footer(p.Checked, p.Review, p.Valid, v.day),
		Ask: p.Title}
	if len(p.Codes) > 0 {
		d.Code = p.Codes[0]
	}
	if p.Field != "" {
		d.Field = link{p.Field, "/chu-de/" + slug(p.Field), ""}
	}
	d.Imported = p.Imported
	d.Laid = laidOver(v, p.Key)
	d.Online = onlineAddress(p, v.day)
	d.Sections, d.Limits = s.sections(p), v.limitForms(p)
	for _, q := range content.ShortsAt(p.Short, v.day) {
		if len(q.Ask) > 0 && len(d.Shorts) < maxShorts {
			d.Shorts = append(d.Shorts,
				short{question(q.Ask[0]), s.item(content.Fact{Text: q.Say, Sources: q.Sources})})
		}
	}
	for _, id := range p.Related {
		if l, ok := v.entryLink(id); ok {
			d.Related = append(d.Related, l)
		}
	}
	d.Sources, d.Doubtful = s.cited, s.doubtful && !p.Imported
	if v.cfg.PublicURL != "" && v.Site.files == nil {
		d.QR = procedurePath(p) + "/qr.png"
	}
	out := page{Title: p.Title, Path: procedurePath(p), Kind: "article", Data: d,
		Description: describe(p.Title, p.Summary),
		Picture:     "/anh/thu-tuc/" + p.Key + ".png", Linked: v.procedureLinked(p, d.Online, d.Sections, d.Shorts),
		Crumbs: []link{{"Tất cả thủ tục", "/thu-tuc", ""}}}
	if p.Field != "" {
		out.Crumbs = append(out.Crumbs, d.Field)
	}
	return out, nil
}

// onlineAddress is where a procedure is handed in online on a day; empty when no official address is known.
func onlineAddress(p *content.Procedure, day content.Day) string {
	for _, o := range p.Online {
		if o.URL != "" && o.Valid.Contains(day) && content.Official(o.URL) {
			return o.URL
		}
	}
	return ""
}

// head is the top of an entry's page: the chat's own card, without what stands below with its sources.
func (v *visit) head(p *content.Procedure) (template.HTML, error) {
	c := card.Whole(p, v.day)
	c.Parts, c.Sources, c.Checked, c.Doubt = nil, nil, "", ""
	if v.Site.files != nil {
		c.Path = v.Site.files.name(c.Path)
	}
	for i := range c.Facts {
		c.Facts[i].ID = ""
	}
	return webcard.HTML(c, webcard.Place{ID: "the", Level: 1, Root: "../"})
}

// sections are all parts of an entry, each with the anchor of its aspect.
func (s *sheet) sections(p *content.Procedure) (out []section) {
	add := func(sec section) {
		if len(sec.Items)+len(sec.Groups) > 0 {
			out = append(out, sec)
		}
	}
	if q := p.AskFirst; q != nil {
		add(s.askFirst(q))
	}
	add(section{ID: "gioi-thieu", Title: "Cần biết trước", Items: s.lines(p.Intro)})
	add(s.dossier(p))
	add(s.forms(p))
	add(section{ID: "steps", Title: textSteps, Numbered: true, Items: s.lines(p.Steps)})
	for _, aspect := range []content.Aspect{content.Time, content.Fee, content.Where, content.Online, content.Who,
		content.Result} {
		items := s.items(card.Facts(p, aspect, s.day))
		if len(items) == 0 && (aspect == content.Time || aspect == content.Fee || aspect == content.Where) {
			items = note(textNotYet)
			s.doubtful = true
		}
		add(section{ID: string(aspect), Title: card.AspectNames[aspect], Items: items})
	}
	add(section{ID: "tra-lai", Title: textMistakes, Items: s.lines(p.Mistakes)})
	add(section{ID: "luu-y", Title: textNotes, Items: append(s.lines(p.Conditions), s.lines(p.Notes)...)})
	add(section{ID: "legal", Title: card.AspectNames[content.Legal],
		Items: s.items(card.Facts(p, content.Legal, s.day))})
	return out
}

// askFirst says whether the procedure is needed at all.
func (s *sheet) askFirst(q *content.AskFirst) section {
	sec := section{ID: "co-phai-lam", Title: q.Question}
	for _, o := range q.Options {
		text := o.Label
		switch {
		case o.Answer != "":
			text += ": " + o.Answer
		case o.Continue:
			text += ": phải làm thủ tục này, hồ sơ như bên dưới"
		}
		sec.Items = append(sec.Items,
			s.item(content.Fact{Text: text, Status: o.Status, Note: o.Note, Sources: o.Sources}))
	}
	return sec
}

// dossier is what to bring: the ordinary case in sight, every other in a fold.
func (s *sheet) dossier(p *content.Procedure) section {
	sec := section{ID: "dossier", Title: textBring, Tick: true}
	for i, c := range p.Dossier {
		items := s.bring(c.Lines)
		if i == 0 {
			sec.Items = items
			continue
		}
		if len(items) > 0 {
			sec.Groups = append(sec.Groups, group{c.Title, items})
		}
	}
	if len(p.Dossier) == 0 {
		s.doubtful = true
		sec.Tick, sec.Items = false, note(textNotYet)
	}
	return sec
}

func (s *sheet) forms(p *content.Procedure) section {
	sec := section{ID: "form", Title: textForms}
	for _, f := range p.FormsAt(s.day) {
		it := s.item(f.Fact)
		if about := strings.Trim(f.Number+", "+f.DecidedBy, ", "); about != "" {
			it.Text += " (" + about + ")"
		}
		if f.URL != "" && content.Official(f.URL) {
			it.Link = link{"Mở mẫu", f.URL, ""}
		}
		it.More = f.Fill
		sec.Items = append(sec.Items, it)
	}
	return sec
}
