package site

import (
	"context"
	"fmt"
	"net/http"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/answers/office"
	"github.com/motcua/motcua/handlers/offices"
	"github.com/motcua/motcua/handlers/offices/local"
	"github.com/motcua/motcua/handlers/photo"
	"github.com/motcua/motcua/handlers/qrcode"
)

// officeKey is what a request carries under the address of one of several offices.
type officeKey struct{}

// underOffice answers with any of our pages as it reads for the people of one office: /o/binh-my/thu-tuc/khai-sinh has
// what that office laid over the entry, and its links stay below the office's address.
func underOffice(v *visit) error {
	o, ok := v.cfg.Offices.BySlug(v.know, v.r.PathValue("office"))
	path := "/" + v.r.PathValue("path")
	if v.r.Method == http.MethodPost {
		path = "/gop-y"
	}
	if !ok || v.below != "" { // no office within an office
		return v.missing()
	}
	r := v.r.Clone(context.WithValue(v.r.Context(), officeKey{}, o))
	r.URL.Path, r.URL.RawPath = path, ""
	v.mux.ServeHTTP(v.w, r)
	return nil
}

// knowOffice finds the office of the visitor's commune, where the address does not name one and he told the web chat in
// which he lives. Without the state the page stands as it is for everybody.
func knowOffice(v *visit) {
	if v.office.Slug != "" || v.cfg.Visitor == nil || v.cfg.Offices.Served(v.know) == nil {
		return
	}
	v.w.Header().Add("Vary", "Cookie")
	chat, ok := v.cfg.Visitor(v.r)
	if !ok {
		return
	}
	o, found, err := v.cfg.Offices.OfficeOf(v.r.Context(), v.cfg.State, v.know, chat)
	if err != nil {
		v.cfg.Log.Warn("commune of a visitor not read", "error", err)
	}
	if found {
		v.office = o
	}
}

// laid is what the visitor's office says of an entry besides the base.
type laid struct {
	Commune    string
	Facts      []local.Fact
	Source, On string
}

// laidOver is what the visitor's office laid over an entry; nil where it is not known or said nothing.
func laidOver(v *visit, entry string) *laid {
	if v.cfg.State == nil || v.r == nil {
		return nil
	}
	knowOffice(v)
	l, found, err := local.Of(v.r.Context(), v.cfg.State, v.office.Slug, entry)
	if err != nil {
		v.cfg.Log.Warn("an office's own facts not read", "error", err)
	}
	if err != nil || !found || l.None() {
		return nil
	}
	return &laid{v.office.In.Name, l.Said(), l.Source, l.On.VN()}
}

// showOfOffice is the page of one of several offices: where and when it is, and the ways to ask that say whose citizen
// one is.
func showOfOffice(v *visit) error {
	o, ok := v.cfg.Offices.BySlug(v.know, v.r.PathValue("office"))
	if !ok || v.below != "" {
		return v.missing()
	}
	return showOnly(v, o)
}

func showOnly(v *visit, o offices.Office) error {
	within(v, o)
	d := officeData{Here: o.Name, Commune: o.In.Name, Slug: o.Slug,
		Open: office.Book{Library: v.know.Library, Calendar: v.know.Calendar}.Opening(o.Name, v.now)}
	if o.Address+o.Phone+o.Hours == "" {
		d.Unknown = []string{o.Name}
	} else {
		d.Known = []place{v.placeOf(o.Office)}
	}
	if v.cfg.PublicURL != "" {
		d.Widget = fmt.Sprintf(`<script src="%s" data-office="%s" async></script>`, v.at("/widget.js"), o.Slug)
	}
	if v.cfg.StartLink != nil {
		d.Messenger = v.cfg.StartLink("o_" + o.Slug)
	}
	return v.show("office", page{Title: o.Name, Path: "/o/" + o.Slug, Data: d,
		Description: "Địa chỉ, điện thoại, giờ làm việc của " + o.Name + ", và cách hỏi thủ tục."})
}

// showOfficeQR is the code of an office's page, for its wall.
func showOfficeQR(v *visit) error {
	o, ok := v.cfg.Offices.BySlug(v.know, v.r.PathValue("office"))
	if !ok || v.cfg.PublicURL == "" {
		return v.missing()
	}
	if v.drawings.Wait(v.guard.Address(v.r)) > 0 {
		return v.tooOften()
	}
	body, err := qrcode.PNG(v.at("/o/" + o.Slug))
	if err != nil {
		return err
	}
	return v.file("image/png", keepADay, body)
}

type officeData struct {
	Here, Commune, Slug string // of several offices, the one whose page it is
	Messenger           string // opens the chat that knows the office; may be empty
	Widget              string // what another site puts on its page to have the chat of this office; may be empty

	Open    office.Opening
	Known   []place  // somebody verified an address, a telephone or hours of them
	Unknown []string // the names of the others
}

// place is an office with its picture; nil where there is none.
type place struct {
	content.Office
	Photo *photo.Photo
}

// showOffice shows where and when people are, and how a question gets to them.
func showOffice(v *visit) error {
	if v.below != "" {
		return showOnly(v, v.office)
	}
	return v.show("office", v.officePage())
}

func (v *visit) officePage() page {
	d := officeData{Open: v.opening()}
	for _, o := range v.know.Library.Offices {
		if o.Address+o.Phone+o.Hours == "" {
			d.Unknown = append(d.Unknown, o.Name)
			continue
		}
		d.Known = append(d.Known, v.placeOf(o))
	}
	return page{Title: "Gặp cán bộ", Path: "/gap-can-bo", Data: d,
		Description: "Địa chỉ, điện thoại, giờ làm việc của nơi tiếp nhận hồ sơ, và cách chuyển câu hỏi tới cán bộ."}
}

func (v *visit) placeOf(o content.Office) place {
	if p, found := v.photoOf(o.ID); found {
		return place{o, &p}
	}
	return place{Office: o}
}

// photoOf is the picture of an office. A page of the base stands without it when the state is away.
func (v *visit) photoOf(id string) (p photo.Photo, found bool) {
	if v.cfg.State == nil || v.r == nil {
		return p, false
	}
	p, found, err := photo.Load(v.r.Context(), v.cfg.State, id)
	if err != nil {
		v.cfg.Log.Warn("picture of the office not read", "error", err)
	}
	return p, found
}

// showPhoto serves the picture of an office. Its address names its content, so that browsers may keep it.
func (v *visit) showPhoto(id string) error {
	p, found := v.photoOf(id)
	if !found {
		return v.missing()
	}
	return v.file("image/jpeg", keepADay, p.JPEG)
}

type aboutData struct {
	Procedures, Questions, Documents int
	Newest                           content.Day // the last day on which an entry was checked
	Offices                          []content.Office
	Owner                            string
	API                              bool
}

// showAbout says who runs this, what it holds and what it does not do.
func showAbout(v *visit) error { return v.show("about", v.aboutPage()) }

func (v *visit) aboutPage() page {
	lib := v.know.Library
	d := aboutData{Procedures: len(lib.Procedures), Questions: len(lib.FAQs), Documents: len(lib.Documents),
		Owner: lib.Owner, API: v.cfg.API}
	for _, p := range lib.Procedures {
		if p.Checked.After(d.Newest) {
			d.Newest = p.Checked
		}
	}
	return page{Title: "Giới thiệu", Path: "/gioi-thieu", Data: d,
		Description: "Ai vận hành trang này, nội dung lấy từ đâu, có bao nhiêu thủ tục và trang không làm những việc " +
			"gì."}
}

type privacyData struct {
	Months  int  // how long free texts are kept
	Several bool // several offices are served: the visitor's commune is kept when he says it
}

// showPrivacy says in plain words what is kept of whom.
func showPrivacy(v *visit) error { return v.show("privacy", v.privacyPage()) }

func (v *visit) privacyPage() page {
	months := int(v.cfg.Retention.Hours() / 24 / 30)
	if months <= 0 {
		months = 12
	}
	d := privacyData{months, v.cfg.Offices.Served(v.know) != nil}
	return page{Title: "Quyền riêng tư", Path: "/quyen-rieng-tu", Data: d,
		Description: "Trang này giữ gì của người hỏi, giữ bao lâu, và cách xem, cách xóa dữ liệu của mình."}
}

// within makes a page one of an office, with its own days off.
func within(v *visit, o offices.Office) {
	v.office, v.below = o, o.Slug
	if v.cfg.Calendar == nil || v.cfg.State == nil || v.r == nil {
		return
	}
	if k, err := v.cfg.Calendar.KnowledgeIn(v.r.Context(), v.cfg.State, o.Slug); err == nil {
		v.know = k
	} // else the state is away, as in visit
}
