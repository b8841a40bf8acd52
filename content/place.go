package content

// Places says to which present commune each former one belongs.
type Places struct {
	File     string
	Key      string
	Title    string
	Former   string // "huyện Bình Lục, tỉnh Hà Nam"
	Province string // "tỉnh Ninh Bình"
	Since    Day
	Owner    string
	Checked  Day
	Review   Day
	Communes []Commune
	Traps    []Trap
	Sources  []Source

	at    lines
	index []placeName
}

// Source returns the source with the given key.
func (p *Places) Source(key string) (Source, bool) { return findSource(p.Sources, key) }

// Commune is a present commune.
type Commune struct {
	ID     string
	Name   string // "xã Bình Lục"
	Code   string
	Former []Former
	Common bool // the name is also an everyday word
	Fact
}

// Former is a commune or township that went into a present one.
type Former struct {
	Name   string // "Bình Nghĩa"
	Kind   string // "xã", "thị trấn"
	Common bool   // the name is also an everyday word ("an ninh"): only taken for a place where the context says so
	Fact
}

// Trap is a name that misleads, with what to say about it.
type Trap struct {
	Names []string
	Fact
}

// Office is a place where dossiers are handed in.
type Office struct {
	File    string
	ID      string
	Name    string
	Commune string // id of the commune, empty for offices of a whole province
	Address string // empty until somebody verified it; the same for the next four
	Phone   string
	Hours   string
	Map     string
	Site    string
	Listed  []Source // the sources of its file; which of them it names stands in Fact
	Fact
}

// parsePlaces reads places/<id>.yaml.
func parsePlaces(b *book, file, src string) *Places {
	tree := readTree(b, src, 0)
	if tree.kind == empty {
		return nil
	}
	e := b.entry(tree)
	r := e.r
	p := &Places{File: b.file, Key: e.id(file), Sources: e.sources, at: linesOf(tree)}
	p.Title = r.need("title", "tên bảng", maxTitle)
	p.Former = r.need("former", "tên đơn vị cũ", 120)
	p.Province = r.need("province", "tỉnh hiện nay", 120)
	p.Since = r.day("since")
	p.Owner = r.text("owner", 100)
	p.Checked, p.Review, _ = e.dates()
	for _, it := range r.list("communes") {
		p.Communes = append(p.Communes, e.commune(it))
	}
	for _, it := range r.list("traps") {
		t := b.reader(it, "mục của \"traps\"")
		p.Traps = append(p.Traps, Trap{Names: t.texts("names", maxName), Fact: e.fact(t, "traps")})
		t.done()
	}
	r.done()
	e.unusedSources()
	p.buildIndex(b)
	return p
}

func (e *entry) commune(it node) Commune {
	r := e.b.reader(it, "mục của \"communes\"")
	c := Commune{
		ID:     r.need("id", "id của xã, ví dụ id: xa-binh-luc", 60),
		Name:   r.need("name", "tên xã mới, ví dụ name: xã Bình Lục", 80),
		Code:   r.text("code", 10),
		Common: r.bool("common"),
		Fact:   e.bareFact(r, "communes"),
	}
	for _, fit := range r.list("former") {
		f := e.b.reader(fit, "mục của \"former\"")
		c.Former = append(c.Former, Former{
			Name:   f.need("name", "tên xã cũ, không ghi chữ xã", 80),
			Kind:   f.choice("kind", "xã", "thị trấn", "phường"),
			Common: f.bool("common"),
			Fact:   e.bareFact(f, "former"),
		})
		f.done()
	}
	if len(c.Former) == 0 {
		r.missing("former", "các xã cũ đã gộp vào")
	}
	r.done()
	return c
}

// bareFact reads the trust of something whose text is its name.
func (e *entry) bareFact(r *reader, name string) Fact {
	f := Fact{
		Text:    r.text("text", maxText),
		Status:  Status(r.choice("status", string(Unverified), string(Conflict))),
		Note:    r.text("note", maxNote),
		Sources: e.keys(r),
		Line:    r.n.line,
	}
	e.trust(r, name, f.Status, f.Note, f.Sources)
	return f
}

// parseOffices reads offices/*.yaml.
func parseOffices(b *book, src string) (out []Office) {
	tree := readTree(b, src, 0)
	if tree.kind == empty {
		return nil
	}
	e := b.entry(tree)
	for _, it := range e.r.list("offices") {
		r := b.reader(it, "mục của \"offices\"")
		o := Office{
			File:    b.file,
			Listed:  e.sources,
			ID:      r.need("id", "id, ví dụ id: trung-tam-xa-binh-luc", 80),
			Name:    r.need("name", "tên nơi tiếp nhận", maxTitle),
			Commune: r.text("commune", 60),
			Address: r.text("address", 200),
			Phone:   r.text("phone", 40),
			Hours:   r.text("hours", 200),
			Map:     r.url("map"),
			Site:    r.url("site"),
			Fact:    e.bareFact(r, "offices"),
		}
		if o.Status != Verified && (o.Address != "" || o.Phone != "" || o.Hours != "" || o.Map != "") {
			b.fault(o.Line, "chưa xác minh thì không ghi address, phone, hours, map; hãy bỏ hoặc thêm nguồn rồi bỏ status")
		}
		if o.Status == Verified && o.Address == "" && o.Phone == "" {
			b.fault(o.Line, "nơi tiếp nhận đã xác minh phải có address hoặc phone; nếu chưa có, hãy ghi status: unverified và note")
		}
		r.done()
		out = append(out, o)
	}
	e.r.done()
	e.unusedSources()
	return out
}
