package quality

import "github.com/motcua/motcua/content/search"

// Kit is a set of documents with questions put to it.
type Kit struct {
	Docs    []search.Doc
	Sets    []Set
	Curated bool
	Rank    float64 // weight when fitting the ranking
	Sure    float64 // weight when fitting the decision
}

// Set is questions of one kind.
type Set struct {
	Questions []Question
	Vague     bool    // the first hit is never meant alone: a choice is right
	Weight    float64 // beside that of the kit; 0 is 1
}

func (s *Set) weight() float64 {
	if s.Weight == 0 {
		return 1
	}
	return s.Weight
}

// Short reports whether the questions of a set want short answers.
func (s *Set) Short() bool {
	for i := range s.Questions {
		if s.Questions[i].Short > 0 {
			return true
		}
	}
	return false
}

// National prepares the whole export and smaller ones, where many questions have no right document: confidence must not
// depend on the size of the base.
func (s *Sets) National() []Kit {
	procedures := []Set{{Questions: s.InScope}, {Questions: s.OutOfScope},
		{Questions: s.Ambiguous, Vague: true, Weight: 4}}
	commune := Commune(s.Procedures)
	return []Kit{
		{Docs: s.Procedures, Sets: procedures, Rank: 1, Sure: 1},
		{Docs: commune, Sets: procedures, Rank: 0.3, Sure: 0.3},
		{Docs: Sample(commune, 130, 1), Sets: procedures, Sure: 0.15},
		{Docs: Sample(commune, 130, 2), Sets: procedures, Sure: 0.15},
		{Docs: s.FAQCorpus, Sets: []Set{{Questions: s.FAQ}}, Rank: 1, Sure: 0.2},
	}
}

// Commune keeps the documents a commune handles.
func Commune(docs []search.Doc) []search.Doc {
	var out []search.Doc
	for _, d := range docs {
		if has(d.Levels, search.LevelCommune) {
			out = append(out, d)
		}
	}
	return out
}

// Sample takes n documents spread evenly, beginning at the one numbered from.
func Sample(docs []search.Doc, n, from int) []search.Doc {
	var out []search.Doc
	for i := range n {
		out = append(out, docs[(from+i*len(docs)/n)%len(docs)])
	}
	return out
}
