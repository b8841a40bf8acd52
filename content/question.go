package content

// Question is a golden question: what somebody types and what must come out.
type Question struct {
	Q      string
	Want   string   // an entry's id, a plan's "kh-<plan>-<id>", or WantChoose, WantUnknown, WantPlaces
	Or     []string // other entries that answer as well
	Of     []string // with WantChoose: each of these must be offered
	Aspect Aspect   // the part asked for; empty when it does not matter
	Says   string   // words that the first line of the reply must hold; empty when it does not matter
	Missed bool     // a known miss: the search does not answer it as wanted yet
	File   string
	Line   int
}

// What a golden question may want instead of an entry.
const (
	WantChoose  = "choose"
	WantUnknown = "unknown"
	WantPlaces  = "places" // the table of former communes
	WantOffice  = "office" // the office itself: hours, telephone, days off
	WantCode    = "code"   // where to look a dossier up by its code
	WantCalm    = "calm"   // whatever answers, no alarm: it only looks like danger
)

func parseQuestions(b *book, src string) (out []Question) {
	tree := readTree(b, src, 0)
	if tree.kind != list {
		if tree.kind != empty {
			b.fault(tree.line, "tệp câu hỏi phải là danh sách, mỗi dòng dạng - {q: …, want: …}")
		}
		return nil
	}
	for _, it := range tree.items {
		r := b.reader(it, "câu hỏi")
		q := Question{
			Q:      r.need("q", "câu hỏi", 400),
			Want:   r.need("want", "id của mục phải trả lời, hoặc choose, unknown", 80),
			Or:     r.texts("or", 80),
			Of:     r.texts("of", 80),
			Aspect: Aspect(r.choice("aspect", aspectWords()...)),
			Says:   r.text("says", maxSay),
			Missed: r.bool("missed"),
			File:   b.file,
			Line:   it.line,
		}
		r.text("note", 200)
		r.done()
		if len(q.Of) > 0 && q.Want != WantChoose {
			b.fault(it.line, "\"of\" chỉ đi với want: choose")
		}
		out = append(out, q)
	}
	return out
}

// PlanEntry is the id under which a statement or indicator of a plan is asked for.
func PlanEntry(plan, id string) string { return "kh-" + plan + "-" + id }
