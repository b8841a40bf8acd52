package search

// Some words have several meanings, told apart by their neighbours: "mất" is dead, lost, or what something takes in time and
// money. The lists are in senses.yaml.

// Sense tells by its neighbours when a word means something else than it says.
type Sense struct {
	Word   string   `yaml:"word"`
	Means  []string `yaml:"means"`  // official wordings
	Weight float64  `yaml:"weight"` // as in a synonym
	After  []string `yaml:"after"`  // one of these stands before it, within a few words
	Unless []string `yaml:"unless"` // not when one of these follows it at once
	Not    []string `yaml:"not"`    // not when one of these stands right before it
}

// sense is a Sense ready for reading.
type sense struct {
	word               word
	item               int32 // its meanings in synAlts
	after, unless, not map[int32]bool
}

// senseReach is how many words before a word its neighbour may stand.
const senseReach = 5

// addSenses compiles the senses; their meanings are kept beside those of synonyms.
func (l *wordlists) addSenses() {
	set := func(words []string) map[int32]bool {
		out := make(map[int32]bool, len(words))
		for _, w := range words {
			for _, id := range l.voc.addAll(w) {
				out[id.id] = true
			}
		}
		return out
	}
	for _, s := range l.lex.Senses {
		ws := l.voc.addAll(s.Word)
		if len(ws) != 1 {
			continue
		}
		l.senses = append(l.senses, sense{ws[0], int32(len(l.synAlts)), set(s.After), set(s.Unless), set(s.Not)})
		l.addMeanings(s.Means, s.Weight)
	}
}

// sensesAt adds the meanings of the word at i that its neighbours tell.
func (rd *reader) sensesAt(q *query, i int) {
	w := &q.words[i]
	for n := range rd.senses {
		s := &rd.senses[n]
		if w.id != s.word.id || w.marked && w.mark >= 0 && w.mark != s.word.mark ||
			i+1 < len(q.words) && (s.unless[q.words[i+1].id] || rd.isNumber(q.words[i+1].id)) || i > 0 && s.not[q.words[i-1].id] {
			continue
		}
		for k := i - 1; k >= max(0, i-senseReach); k-- {
			if s.after[q.words[k].id] {
				rd.addSynonym(q, s.item, i, i+1)
				break
			}
		}
	}
}

// isNumber reports whether a word is written in digits.
func (rd *reader) isNumber(id int32) bool {
	return id >= 0 && rd.voc.words[id][0] >= '0' && rd.voc.words[id][0] <= '9'
}
