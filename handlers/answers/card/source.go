package card

import (
	"fmt"
	"slices"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
)

// The foot of an answer says quietly what it rests on; the rest stands behind a button. Citizens see documents and
// official pages only, never the press nor where an editor read a text.
const (
	footCitations = 2  // citations in the foot, at most
	footArticles  = 20 // runes of articles that the foot shows; longer lists stand behind the button
	footEnds      = 30 // days before its end from which an answer says that a document ends
	footComing    = 120
)

// citations returns the sources used that citizens may see, each once: documents that bind before pages, otherwise in
// the order of what was shown.
func citations(sources []content.Source, used []string) (out []content.Source) {
	seen := map[string]bool{}
	for _, key := range used {
		i := slices.IndexFunc(sources, func(s content.Source) bool { return s.Key == key })
		if i < 0 || !sources[i].Official() || seen[sources[i].Title] {
			continue
		}
		seen[sources[i].Title] = true
		out = append(out, sources[i])
	}
	slices.SortStableFunc(out, func(a, b content.Source) int { return rank(a) - rank(b) })
	return out
}

// inForce leaves out the documents that have ended before the day: an answer does not rest on them, though the list of
// sources goes on naming them.
func inForce(sources []content.Source, day content.Day) []content.Source {
	return slices.DeleteFunc(slices.Clone(sources), func(s content.Source) bool {
		return s.Doc != nil && !s.Doc.Until.IsZero() && s.Doc.Until.Before(day)
	})
}

// rank orders citations: what binds, then the national portal, then pages of other offices.
func rank(s content.Source) int {
	switch {
	case s.Doc == nil || !s.Doc.Page():
		return 0
	case s.Doc.Portal():
		return 1
	}
	return 2
}

// sourceLine is the quiet line under an answer: "✓ Luật Hộ tịch 2014, Điều 11 · kiểm tra 22/11/2026".
func sourceLine(sources []content.Source, used []string, checked content.Day) string {
	cited := citations(sources, used)
	if len(cited) == 0 {
		return ""
	}
	var names []string
	for i, s := range cited {
		if i > 0 && rank(s) == 2 || len(names) == footCitations {
			break // an office's page is named only where nothing better is
		}
		if slices.ContainsFunc(cited[:i], func(o content.Source) bool { return s.Doc != nil && o.Doc == s.Doc }) {
			continue
		}
		names = append(names, briefly(fuller(s, cited[i:])))
	}
	return bot.Escape(fmt.Sprintf("✓ %s · kiểm tra %s", strings.Join(names, "; "), checked.VN())) + "\n"
}

// fuller returns the citation of the same document that names articles, if s names none.
func fuller(s content.Source, others []content.Source) content.Source {
	for _, o := range others {
		if s.At == "" && o.Doc == s.Doc && o.At != "" {
			return o
		}
	}
	return s
}

// briefly names a source in the fewest words.
func briefly(s content.Source) string {
	if s.Doc != nil && len([]rune(s.At)) > footArticles {
		return s.Doc.Short
	}
	return s.Title
}

// ending says which document of those used ends soon or has ended, for an answer that does not say so itself.
func ending(sources []content.Source, used []string, day content.Day) string {
	for _, s := range citations(sources, used) {
		if s.Doc == nil || s.Doc.Until.IsZero() {
			continue
		}
		if left := s.Doc.Until.Sub(day); left >= 0 && left <= footEnds {
			return fmt.Sprintf(textEnds, s.Doc.Short, s.Doc.Until.VN())
		}
	}
	return ""
}

// sourceList is every source of an entry that a citizen may see, with its official address.
func sourceList(sources []content.Source) string {
	var lines []string
	for _, s := range sources {
		if !s.Official() {
			continue
		}
		name := bot.Escape(s.Title)
		if link := s.Link(); link != "" && !strings.ContainsAny(link, "() ") {
			name = "[" + strings.NewReplacer("[", "(", "]", ")").Replace(s.Title) + "](" + link + ")"
		}
		if line := "- " + name + "\n"; !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		return ""
	}
	return fmt.Sprintf("\n*%s*\n%s", textSources, strings.Join(lines, ""))
}
