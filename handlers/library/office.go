package library

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/vi"
)

// OfficeForm is what an office says about itself, as it was typed. Whoever vouches for it stands as its source.
type OfficeForm struct {
	ID, Name, Address, Phone, Map, Site string
	Week                                map[string]string // by the keys of content.Weekdays; empty: closed
	By                                  string            // who vouches: "Trần Thị Bình, Văn phòng"
	On                                  content.Day       // the day on which it was checked
	New                                 bool              // the base has no such place yet
}

// ownPlaces is the file of places that an office added itself.
const ownPlaces = "offices/co-quan.yaml"

// PlaceID makes up an id for a place that is called so and that the base does not have yet.
func PlaceID(lib *content.Library, name string) string {
	id := "noi-" + slugOf(name)
	for n, first := 2, id; slices.ContainsFunc(lib.Offices, func(o content.Office) bool { return o.ID == id }); n++ {
		id = fmt.Sprintf("%s-%d", first, n)
	}
	return id
}

// FormOf fills the form with what the base says.
func FormOf(o content.Office) OfficeForm {
	f := OfficeForm{ID: o.ID, Name: o.Name, Address: o.Address, Phone: o.Phone, Map: o.Map, Site: o.Site,
		Week: map[string]string{}}
	for _, d := range content.Weekdays {
		f.Week[d.Key] = strings.ReplaceAll(content.OpeningsText(o.Week[d.Day]), "–", "-")
	}
	return f
}

// point is a place on the map as telephones copy it: latitude, longitude.
var point = regexp.MustCompile(`^\s*(-?\d{1,2}\.\d{3,})\s*[,; ]\s*(-?\d{1,3}\.\d{3,})\s*$`)

// check cleans what was typed and names, for the clerk, everything that is wrong with it.
func (f *OfficeForm) check() (faults []string) {
	for _, s := range []*string{&f.Name, &f.Address, &f.Phone, &f.By} {
		*s = strings.Join(strings.Fields(vi.Clean(*s)), " ")
	}
	if f.Name == "" {
		faults = append(faults, textNoName)
	}
	if f.Address == "" && f.Phone == "" {
		faults = append(faults, textNoContact)
	}
	if f.By == "" {
		faults = append(faults, textNoChecker)
	}
	if len([]rune(f.Name)) > 120 || len([]rune(f.Address)) > 200 || len([]rune(f.Phone)) > 40 ||
		len([]rune(f.By)) > 120 {
		faults = append(faults, textTooLong)
	}
	if m := point.FindStringSubmatch(f.Map); m != nil {
		f.Map = "https://www.google.com/maps?q=" + m[1] + "," + m[2]
	}
	for _, link := range []struct{ what, address string }{{"bản đồ", f.Map}, {"trang web", f.Site}} {
		if u, err := url.Parse(link.address); link.address != "" &&
			(err != nil || u.Scheme != "https" || u.Host == "") {
			faults = append(faults,
				"Địa chỉ "+link.what+textNotAnAddress+
					"20.4931, 105.9212.")
		}
	}
	for _, d := range content.Weekdays {
		if _, err := content.ParseOpenings(f.Week[d.Key]); err != nil {
			faults = append(faults, vi.Capital(d.Word)+": "+err.Error()+".")
		}
	}
	return faults
}

// WriteOffice writes the file in which an office stands anew, with what the form says about it. Faults are for the
// clerk; then there is no text.
func WriteOffice(lib *content.Library, f OfficeForm) (path, text string, faults []string, err error) {
	i := slices.IndexFunc(lib.Offices, func(o content.Office) bool { return o.ID == f.ID })
	if i < 0 && !f.New {
		return "", "", nil, fmt.Errorf("no office %q", f.ID)
	}
	if faults = f.check(); len(faults) > 0 {
		return "", "", faults, nil
	}
	if path = ownPlaces; !f.New {
		path = lib.Offices[i].File
	}
	var list []content.Office
	for _, o := range lib.Offices {
		switch {
		case o.File != path:
			continue
		case o.ID == f.ID:
			o = f.office(o)
		}
		list = append(list, o)
	}
	if f.New {
		list = append(list, f.office(content.Office{}))
	}
	body, err := content.WriteOffices(list)
	return path, string(body), nil, err
}

// office is what the form says of an office; check has read it. What has no field in the form stays.
func (f OfficeForm) office(was content.Office) content.Office {
	proof := "tu-" + f.ID
	o := content.Office{ID: f.ID, Name: f.Name, Commune: was.Commune, Slug: was.Slug, Center: was.Center,
		Address: f.Address, Phone: f.Phone, Map: f.Map,
		Site: f.Site,
		Listed: append(slices.Clone(was.Listed),
			content.Source{Key: proof, Title: f.By + " xác nhận", Checked: f.On}),
		Fact: content.Fact{Sources: []string{proof}}}
	for _, d := range content.Weekdays {
		o.Week[d.Day], _ = content.ParseOpenings(f.Week[d.Key])
	}
	return o
}
