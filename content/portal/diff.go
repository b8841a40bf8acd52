package portal

import (
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
)

// A newer export says for every page that the base cites what it holds now. The base remembers of a page only a print
// of each part, which is enough to see that a part was rewritten; the facts that rest on it are the editor's task.

// Parts are the parts of a portal page that entries rest on, in the order of an entry.
var Parts = []string{"title", "who", "where", "time", "fee", "result", "legal", "dossier", "steps"}

// part returns the text of one part of a page.
func (r *Row) part(name string) string {
	switch name {
	case "title":
		return r.Title
	case "who":
		return strings.TrimSpace(r.Audience + " " + r.Conditions)
	case "where":
		return r.Agency
	case "time":
		return r.Time
	case "fee":
		return r.Fee
	case "result":
		return r.Result
	case "legal":
		return strings.Join(r.LegalBasis, "\n")
	case "dossier":
		return strings.Join(r.Dossier, "\n")
	}
	return strings.Join(r.Steps, "\n")
}

// Prints returns a print of every part; spacing, case and punctuation do not change it.
func (r *Row) Prints() map[string]string {
	out := make(map[string]string, len(Parts))
	for _, name := range Parts {
		h := fnv.New32a()
		_, _ = io.WriteString(h, vi.FoldLong(r.part(name)))
		out[name] = fmt.Sprintf("%08x", h.Sum32())
	}
	return out
}

// Task is something an editor must look at because the portal says it otherwise now.
type Task struct {
	File  string // of the entry
	Title string
	Code  string
	Part  string // one of Parts; empty when the page is gone
	Now   string // what the portal says now
	Facts []content.Use
}

// Diff compares the pages that a base cites with a newer export and returns the tasks, by file. A part that was
// rewritten since it was recorded is a task of the entries whose statements rest on it; when none does, of the first
// entry that cites the page, without facts: its statements have another source, which the portal may now follow.
func Diff(l *content.Library, rows []Row) (tasks []Task) {
	now := make(map[string]*Row, len(rows))
	for i := range rows {
		now[rows[i].ID] = &rows[i]
	}
	cited := pages(l)
	rests := map[string]bool{}
	for _, p := range cited {
		for _, u := range p.uses {
			rests[p.doc.ID+" "+u.Part] = true
		}
	}
	for _, p := range cited {
		row, there := now[p.doc.Number]
		if !there {
			tasks = append(tasks, p.task("", ""))
			continue
		}
		prints := row.Prints()
		for _, part := range Parts {
			t := p.task(part, row.part(part))
			seen, known := p.doc.Seen[part]
			switch {
			case known && seen == prints[part]:
			case part != "title" && len(t.Facts) == 0:
				if known && !rests[p.doc.ID+" "+part] {
					rests[p.doc.ID+" "+part] = true
					tasks = append(tasks, t)
				}
			case known, part == "title" && vi.Fold(p.doc.Title) != vi.Fold(row.Title):
				tasks = append(tasks, t)
			case part == "time" || part == "fee":
				if t.Facts = missing(t.Facts, row.part(part)+" "+row.part("steps")); len(t.Facts) > 0 {
					tasks = append(tasks, t)
				}
			}
		}
	}
	return tasks
}

// Holds counts the portal pages that a base cites and how many of them an export holds: few of many means that the
// export is a part of the portal, not that the pages are gone.
func Holds(l *content.Library, rows []Row) (held, cited int) {
	now := make(map[string]bool, len(rows))
	for i := range rows {
		now[rows[i].ID] = true
	}
	seen := map[string]bool{}
	for _, p := range pages(l) {
		if seen[p.doc.ID] {
			continue
		}
		seen[p.doc.ID] = true
		cited++
		if now[p.doc.Number] {
			held++
		}
	}
	return held, cited
}

// page is a cited page with the statements of one entry that rest on it.
type page struct {
	doc  *content.Document
	uses []content.Use
}

// pages collects what rests on portal pages, by entry and page in the order of the base.
func pages(l *content.Library) (out []*page) {
	at := map[[2]string]*page{}
	for u := range l.Uses() {
		for _, s := range u.Cites {
			if s.Doc == nil || !s.Doc.Portal() {
				continue
			}
			key := [2]string{u.File, s.Doc.ID}
			if at[key] == nil {
				at[key] = &page{doc: s.Doc}
				out = append(out, at[key])
			}
			at[key].uses = append(at[key].uses, u)
		}
	}
	return out
}

func (p *page) task(part, now string) Task {
	t := Task{File: p.uses[0].File, Title: p.uses[0].Title, Code: p.doc.Number, Part: part, Now: now}
	for _, u := range p.uses {
		if u.Part == part || part == "" {
			t.Facts = append(t.Facts, u)
		}
	}
	return t
}

// figure is a number as a citizen may be told it: days, hours or đồng.
var figure = regexp.MustCompile(`\d[\d.]*`)

// missing returns the facts with a number that the page does not say (any more).
func missing(facts []content.Use, text string) []content.Use {
	has := map[string]bool{}
	for _, n := range figure.FindAllString(text, -1) {
		has[plainNumber(n)] = true
	}
	return slices.DeleteFunc(slices.Clone(facts), func(u content.Use) bool {
		gone := func(n string) bool { return !has[plainNumber(n)] }
		return u.Status == content.Unverified || !slices.ContainsFunc(figure.FindAllString(u.Text, -1), gone)
	})
}

func plainNumber(s string) string { return strings.TrimLeft(strings.ReplaceAll(s, ".", ""), "0") }

// Record writes the prints of an export into the rows of portal pages in dir/documents, for the rows that stand in
// lines of their own, and returns how many rows changed. It is what an editor does after going through the tasks.
func Record(dir string, rows []Row) (n int, err error) {
	now := make(map[string]*Row, len(rows))
	for i := range rows {
		now[rows[i].ID] = &rows[i]
	}
	files, err := fs.Glob(os.DirFS(dir), "documents/*.yaml")
	if err != nil {
		return 0, fmt.Errorf("list documents: %w", err)
	}
	for _, name := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		text, err := os.ReadFile(path)
		if err != nil {
			return n, fmt.Errorf("read documents: %w", err)
		}
		recorded, changed := record(string(text), now)
		if changed == 0 {
			continue
		}
		if err := replace(path, []byte(recorded)); err != nil {
			return n, err
		}
		n += changed
	}
	return n, nil
}

var pageRow = regexp.MustCompile(`^  - id: dvc-(\S+)$`)

// record puts a line "seen:" at the end of every row of a page that the export holds.
func record(text string, now map[string]*Row) (string, int) {
	lines := strings.Split(text, "\n")
	var out []string
	n := 0
	for i := 0; i < len(lines); i++ {
		m := pageRow.FindStringSubmatch(lines[i])
		if m == nil || now[m[1]] == nil {
			out = append(out, lines[i])
			continue
		}
		seen := "    seen: {" + printsText(now[m[1]].Prints()) + "}"
		end := i + 1
		for end < len(lines) && strings.HasPrefix(lines[end], "    ") {
			end++
		}
		row := slices.DeleteFunc(slices.Clone(lines[i:end]),
			func(l string) bool { return strings.HasPrefix(l, "    seen:") })
		if !slices.Contains(lines[i:end], seen) {
			n++
		}
		out = append(append(out, row...), seen)
		i = end - 1
	}
	return strings.Join(out, "\n"), n
}

func printsText(prints map[string]string) string {
	words := make([]string, len(Parts))
	for i, part := range Parts {
		words[i] = part + ": \"" + prints[part] + "\""
	}
	return strings.Join(words, ", ")
}
