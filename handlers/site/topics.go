package site

import (
	"fmt"
	"slices"
	"strings"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
)

// Addresses are made here and nowhere else: see docs/decisions on why they look as they do.

// procedurePath is the page of a procedure. Its own id stands in it, not the national code: a code goes with its
// decree.
func procedurePath(p *content.Procedure) string { return "/thu-tuc/" + p.Key }

func questionPath(f *content.FAQ) string { return "/hoi-dap/" + f.Key }

func eventPath(e *content.Event) string { return "/su-kien/" + e.Key }

func planPath(p *content.Plan) string { return "/ke-hoach/" + p.Key }

// slug is a name as part of an address.
func slug(name string) string { return vi.Slug(name) }

// entryLink is the page of whatever the search or an event names; false when it has none.
func (v *visit) entryLink(id string) (link, bool) {
	lib := v.know.Library
	if p, ok := lib.Procedure(id); ok {
		return link{p.Title, procedurePath(p), p.Summary}, true
	}
	if f, ok := lib.FAQ(id); ok {
		return link{f.Question, questionPath(f), ""}, true
	}
	if e, ok := lib.Event(id); ok {
		return link{e.Title, eventPath(e), ""}, true
	}
	for _, p := range lib.Plans {
		if key, ok := strings.CutPrefix(id, "kh-"+p.Key+"-"); ok && !p.Template {
			return link{p.Title, planPath(p) + "#" + key, ""}, true
		}
	}
	return link{}, false
}

// tile is a group of entries on the first page.
type tile struct {
	Title, To        string
	Count, Questions int // procedures, and answers to general questions
}

// Amount says how much there is of what a group has most of.
func (t tile) Amount() string {
	if t.Questions > t.Count {
		return fmt.Sprintf("%d câu hỏi", t.Questions)
	}
	return fmt.Sprintf("%d thủ tục", t.Count)
}

// tiles are the groups that base.yaml names, then the fields that are in none of them.
func (v *visit) tiles() (out []tile) {
	for _, t := range v.know.Library.Topics {
		procedures, questions := v.inFields(t.Fields)
		if len(procedures)+len(questions) > 0 {
			out = append(out, tile{t.Title, "/chu-de/" + t.ID, len(procedures), len(questions)})
		}
	}
	for _, f := range v.fields() {
		if !slices.ContainsFunc(v.know.Library.Topics,
			func(t content.Topic) bool { return slices.Contains(t.Fields, f) }) {
			procedures, questions := v.inFields([]string{f})
			out = append(out, tile{f, "/chu-de/" + slug(f), len(procedures), len(questions)})
		}
	}
	return out
}

// fields are all fields of the base, in the order of the alphabet.
func (v *visit) fields() (out []string) {
	seen := map[string]bool{"": true}
	add := func(f string) {
		if !seen[f] {
			seen[f] = true
			out = append(out, f)
		}
	}
	for _, p := range v.know.Library.Procedures {
		add(p.Field)
	}
	for _, f := range v.know.Library.FAQs {
		add(f.Field)
	}
	slices.SortFunc(out, byAlphabet)
	return out
}

// byAlphabet compares two names as a Vietnamese reader expects: by their letters, then by their marks.
func byAlphabet(a, b string) int {
	if c := strings.Compare(vi.Fold(a), vi.Fold(b)); c != 0 {
		return c
	}
	return strings.Compare(a, b)
}

func (v *visit) inFields(fields []string) (procedures []*content.Procedure, questions []*content.FAQ) {
	for _, p := range v.know.Library.Procedures {
		if slices.Contains(fields, p.Field) {
			procedures = append(procedures, p)
		}
	}
	for _, f := range v.know.Library.FAQs {
		if slices.Contains(fields, f.Field) {
			questions = append(questions, f)
		}
	}
	return procedures, questions
}

// listed is a heading with links below it.
type listed struct {
	ID, Title string
	Links     []link
}

// showList shows all procedures from A to Z.
func showList(v *visit) error { return v.show("list", v.listPage()) }

func (v *visit) listPage() page {
	var groups []listed
	all := slices.Clone(v.know.Library.Procedures)
	slices.SortFunc(all, func(a, b *content.Procedure) int { return byAlphabet(a.Title, b.Title) })
	for _, p := range all {
		letter := letterOf(p.Title)
		if len(groups) == 0 || groups[len(groups)-1].Title != letter {
			groups = append(groups, listed{ID: "chu-" + slug(letter), Title: letter})
		}
		last := &groups[len(groups)-1]
		last.Links = append(last.Links, link{p.Title, procedurePath(p), ""})
	}
	return page{Title: "Tất cả thủ tục", Path: "/thu-tuc",
		Description: "Danh sách thủ tục hành chính theo vần A–Z, mỗi thủ tục một trang: giấy tờ, thời hạn, lệ phí, " +
			"nơi nộp.",
		Data: listData{groups, len(all), true}}
}

type listData struct {
	Groups  []listed
	Count   int  // procedures
	Letters bool // the groups are letters
}

// letterOf is the letter under which a title stands.
func letterOf(title string) string {
	for _, r := range strings.ToUpper(vi.Fold(title)) {
		return string(r)
	}
	return "#"
}

// showTopic shows a group of fields, or one field.
func showTopic(v *visit) error {
	id := v.r.PathValue("id")
	title, fields := v.topicOf(id)
	if title == "" {
		return v.missing()
	}
	return v.show("list", v.topicPage(id, title, fields))
}

// topicOf finds a group by its id, or a field by its slug; title is empty when there is none with an entry.
func (v *visit) topicOf(id string) (title string, fields []string) {
	known := v.fields()
	for _, t := range v.know.Library.Topics {
		if t.ID == id && slices.ContainsFunc(t.Fields, func(f string) bool { return slices.Contains(known, f) }) {
			return t.Title, t.Fields
		}
	}
	for _, f := range known {
		if slug(f) == id {
			return f, []string{f}
		}
	}
	return "", nil
}

func (v *visit) topicPage(id, title string, fields []string) page {
	var d listData
	for _, f := range fields {
		procedures, questions := v.inFields([]string{f})
		g := listed{ID: slug(f), Title: f}
		for _, p := range procedures {
			g.Links = append(g.Links, link{p.Title, procedurePath(p), p.Summary})
		}
		slices.SortFunc(g.Links, func(a, b link) int { return byAlphabet(a.Name, b.Name) })
		for _, q := range questions {
			g.Links = append(g.Links, link{q.Question, questionPath(q), ""})
		}
		d.Count += len(procedures)
		if len(g.Links) > 0 {
			d.Groups = append(d.Groups, g)
		}
	}
	if len(d.Groups) == 1 {
		d.Groups[0].Title = "" // the page's own title says it
	}
	return page{Title: title, Path: "/chu-de/" + id, Data: d, Crumbs: []link{{"Tất cả thủ tục", "/thu-tuc", ""}},
		Description: title + ": giấy tờ cần mang, thời hạn, lệ phí, nơi nộp của từng thủ tục."}
}

// splitPath parts the kind of a page from its id.
func splitPath(path string) (kind, id string) {
	kind, id, _ = strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return kind, id
}
