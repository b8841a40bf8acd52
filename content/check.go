package content

import (
	"io/fs"
	"slices"
	"strings"

	"github.com/motcua/motcua/content/vi"
)

// cross checks what concerns more than one file, or today.
func (ld *loader) cross() {
	names, asks := map[string]string{}, map[string]string{}
	for _, p := range ld.lib.Procedures {
		if p.Owner == "" {
			p.Owner = ld.lib.Owner
		}
		if p.Imported { // the portal repeats titles; the search treats the copies as one family
			continue
		}
		ld.procedure(p)
		ld.sameName(names, p.File, p.at, slices.Concat(p.Names, p.Called, []string{p.Title}))
		ld.askedOnce(asks, p.File, p.Short)
		ld.unnamed(p.File, p.Title, p.Short)
	}
	for _, f := range ld.lib.FAQs {
		if f.Owner == "" {
			f.Owner = ld.lib.Owner
		}
		ld.dates(f.File, f.at, f.Checked, f.Review, f.Sources)
		ld.related(f.File, f.at, f.Key, f.Related)
		ld.sameName(names, f.File, f.at, append(slices.Clone(f.Names), f.Question))
		ld.askedOnce(asks, f.File, f.Short)
		ld.unnamed(f.File, f.Question, f.Short)
	}
	for _, p := range ld.lib.Plans {
		ld.dates(p.File, p.at, p.Checked, p.Review, p.Sources)
		var all []string
		for _, s := range p.Statements {
			all = append(all, s.Names...)
		}
		for _, i := range p.Indicators {
			all = append(all, i.Names...)
		}
		for _, r := range p.Reports {
			all = append(all, r.Names...)
		}
		ld.sameName(names, p.File, p.at, all)
	}
	for _, p := range ld.lib.Places {
		ld.dates(p.File, p.at, p.Checked, p.Review, p.Sources)
	}
	for _, y := range ld.lib.Calendar {
		ld.dates(y.File, y.at, y.Checked, y.Review, y.Sources)
	}
	if u := ld.lib.Urgent; u != nil {
		ld.dates(u.File, u.at, u.Checked, u.Review, u.Sources)
	}
	ld.served()
	ld.crossEvents(names)
	ld.wanted()
	ld.grounds()
}

func (ld *loader) related(file string, at lines, self string, ids []string) {
	for _, id := range ids {
		switch {
		case id == self:
			ld.fault(file, at.of("related", id), "\"related\" trỏ về chính mục này; hãy bỏ %q", id)
		case !ld.exists(id):
			ld.dangling(id, file, at.of("related", id),
				"\"related\" có %q nhưng không có mục nào mang id hay mã đó; hãy sửa hoặc bỏ", id)
		}
	}
}

func exists(fsys fs.FS, name string) bool {
	_, err := fs.Stat(fsys, name)
	return err == nil
}

// soon is how long before its end a fee is worth a warning.
const soon = 60

func (ld *loader) procedure(p *Procedure) {
	ld.dates(p.File, p.at, p.Checked, p.Review, p.Sources)
	ld.related(p.File, p.at, p.Key, p.Related)
	for _, f := range p.Fee {
		switch to := f.Valid.To; {
		case to.IsZero() || p.followed(f):
		case to.Before(ld.today):
			ld.warn(p.File, f.Line, "mức thu này hết từ %s; hãy kiểm tra mức mới", to)
		case to.Sub(ld.today) <= soon:
			ld.warn(p.File, f.Line, "mức thu này hết ngày %s (còn %d ngày); hãy chuẩn bị mức mới", to, to.Sub(ld.today))
		}
	}
}

// crossEvents checks that the steps of events lead to entries, and that their names lead nowhere else.
func (ld *loader) crossEvents(names map[string]string) {
	for _, e := range ld.lib.Events {
		if ld.exists(e.Key) {
			ld.fault(e.File, e.at.of("id", ""), "id %q đã dùng cho một thủ tục hay hỏi đáp; hãy đổi id", e.Key)
		}
		ld.dates(e.File, e.at, e.Checked, e.Review, nil)
		ld.sameName(names, e.File, e.at, append(slices.Clone(e.Names), e.Title))
		for _, s := range e.Steps {
			p, isProcedure := ld.lib.procedures[s.Entry]
			switch {
			case !ld.exists(s.Entry):
				ld.dangling(s.Entry, e.File, s.Line,
					"việc %q trỏ tới %q nhưng không có mục nào mang id đó; hãy sửa entry", s.Do,
					s.Entry)
			case s.Limit && (!isProcedure || len(p.Deadline) == 0):
				ld.fault(e.File, s.Line, "việc %q ghi limit: true nhưng mục %q không có hạn (deadline); "+
					"hãy bỏ limit hoặc thêm hạn vào mục đó", s.Do, s.Entry)
			case s.Aspect != "" && !isProcedure:
				ld.fault(e.File, s.Line, "aspect chỉ dùng khi entry là một thủ tục; hãy bỏ aspect của việc %q", s.Do)
			}
		}
	}
}

// answers reports whether something can answer under this id: an entry, the places or a statement of a plan.
func (ld *loader) answers(id string) bool {
	if ld.exists(id) || id == WantPlaces && len(ld.lib.Places) > 0 || id == WantOffice || id == WantCode {
		return true
	}
	if kind, ok := strings.CutPrefix(id, UrgentEntry("")); ok {
		_, found := ld.lib.Urgent.Kind(kind)
		return found
	}
	if _, ok := ld.lib.Event(id); ok {
		return true
	}
	for _, p := range ld.lib.Plans {
		if rest, ok := strings.CutPrefix(id, PlanEntry(p.Key, "")); ok && !p.Template {
			return slices.ContainsFunc(p.Statements, func(s Statement) bool { return s.ID == rest }) ||
				slices.ContainsFunc(p.Indicators, func(i Indicator) bool { return i.ID == rest })
		}
	}
	return false
}

// wanted checks that every golden question leads to something that exists, and is asked once.
func (ld *loader) wanted() {
	seen := map[string]Question{}
	for _, q := range ld.lib.Questions {
		for _, id := range append(slices.Concat(q.Of, q.Or), q.Want) {
			if id != WantChoose && id != WantUnknown && id != WantCalm && id != "" && !ld.answers(id) {
				ld.dangling(id, q.File, q.Line, "câu hỏi muốn %q nhưng không có mục nào mang id đó; hãy sửa want/of",
					id)
			}
		}
		key := strings.ToLower(q.Q)
		if first, twice := seen[key]; twice {
			ld.fault(q.File, q.Line, "câu hỏi này đã có ở %s:%d; hãy bỏ một", first.File, first.Line)
			continue
		}
		seen[key] = q
	}
}

// forget drops what points at withdrawn entries: those pointers are no faults, and come back with the entry.
func (ld *loader) forget() {
	gone := func(id string) bool { return ld.absent.withdrawn[id] && !ld.exists(id) }
	for _, p := range ld.lib.Procedures {
		p.Related = slices.DeleteFunc(p.Related, gone)
	}
	for _, f := range ld.lib.FAQs {
		f.Related = slices.DeleteFunc(f.Related, gone)
	}
	for _, e := range ld.lib.Events {
		e.Steps = slices.DeleteFunc(e.Steps, func(s EventStep) bool { return gone(s.Entry) })
	}
	ld.lib.Events = slices.DeleteFunc(ld.lib.Events, func(e *Event) bool { return len(e.Steps) == 0 })
	var kept []Question
	for _, q := range ld.lib.Questions {
		q.Of, q.Or = slices.DeleteFunc(q.Of, gone), slices.DeleteFunc(q.Or, gone)
		if _, isEvent := ld.lib.Event(q.Want); !gone(q.Want) || isEvent {
			kept = append(kept, q)
		}
	}
	ld.lib.Questions = kept
}

// served checks the offices that can be served: each has a commune of its own, under a name of its own.
func (ld *loader) served() {
	slugs, names := map[string]bool{}, map[string]string{}
	for _, o := range ld.lib.Offices {
		if o.Slug == "" {
			continue
		}
		if !idForm.MatchString(o.Slug) || slugs[o.Slug] {
			ld.fault(o.File, o.Line, "slug %q phải là chữ thường không dấu, số, gạch ngang và không trùng", o.Slug)
		}
		slugs[o.Slug] = true
		c, _, ok := ld.lib.Commune(o.Commune)
		if !ok {
			ld.fault(o.File, o.Line, "nơi có slug phải có commune là id của một xã trong places; không có %q",
				o.Commune)
			continue
		}
		if other, twice := names[vi.Plain(c.Name)]; twice {
			ld.fault(o.File, o.Line, "%s đã là xã của %q; mỗi xã chỉ một nơi có slug, hãy bỏ một", c.Name, other)
		}
		names[vi.Plain(c.Name)] = o.Slug
	}
}

// unnamed warns of a bare yes or no whose answer says nothing of the case that most of its ways of asking name. The
// search shows it to whoever asks something near: "Không. Phải làm hợp đồng." was read as a no to every letter of
// authority and meant those that sell land. What the entry's title says is the same for all of its answers.
func (ld *loader) unnamed(file, title string, shorts []Short) {
	known := wordsOf(title)
	for _, s := range shorts {
		m := verdict.FindStringSubmatch(s.Say)
		if m == nil || conditional.MatchString(s.Say) {
			continue
		}
		said, mute, ask := wordsOf(s.Say), 0, ""
		for _, a := range s.Ask {
			named, heard := false, false
			for w := range wordsOf(a) {
				if !commonWords[w] && !known[w] {
					named = true
					heard = heard || said[w]
				}
			}
			if named && !heard {
				mute, ask = mute+1, a
			}
		}
		if 2*mute > len(s.Ask) {
			ld.warn(file, s.Line,
				"câu trả lời mở đầu bằng %q mà không nhắc điều được hỏi (%q), nên câu hỏi gần giống cũng "+
					"bị trả lời như vậy; hãy nói trường hợp nào ngay trong câu đầu", m[1], ask)
		}
	}
}

// askedOnce faults a question that two entries claim to answer in short.
func (ld *loader) askedOnce(seen map[string]string, file string, shorts []Short) {
	for _, s := range shorts {
		for _, ask := range s.Ask {
			key := vi.Plain(ask)
			if other, ok := seen[key]; ok && other != file {
				ld.fault(file, s.Line,
					"cách hỏi %q (bỏ dấu) đã có ở %s nên bot không biết trả lời theo mục nào; hãy đổi một trong hai",
					ask, other)
				continue
			}
			seen[key] = file
		}
	}
}
