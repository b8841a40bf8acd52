package content

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// Source is where a fact was read: an article of a document, or the press.
type Source struct {
	Key     string
	Title   string    // what a citizen reads: "Luật Hộ tịch 2014, Điều 11"
	URL     string    // of a document its official address; may be empty
	Date    Day       // the document's own date
	Checked Day       // the day somebody last looked
	Doc     *Document // nil for the press, and for a source in words of its own
	At      string    // the articles: "Điều 11, 13"
	Press   bool      // a newspaper, a law firm, a private site: backs a note, never shown to citizens
	Line    int
}

// Official reports whether the source may be shown to citizens: it is no press.
func (s Source) Official() bool { return !s.Press }

// Link is the address that a citizen may be sent to, or empty.
func (s Source) Link() string {
	if s.Press || !Official(s.URL) {
		return ""
	}
	return s.URL
}

// A statement that rests on nothing but documents which end lapses with the last of them: from the next day on nobody
// knows whether it still holds, until an editor cites what took its place.

var numbered = regexp.MustCompile(`\d/`)

// lapse returns the last day on which one of the cited documents is in force, or the zero Day when that is not known to
// end. Pages and the press bind nobody and do not count.
func lapse(sources []Source, keys []string) (last Day) {
	for _, s := range sources {
		if !slices.Contains(keys, s.Key) || !s.binds() {
			continue
		}
		if s.Doc == nil || s.Doc.Until.IsZero() {
			return Day{}
		}
		if s.Doc.Until.After(last) {
			last = s.Doc.Until
		}
	}
	return last
}

// names reports whether a text names a document by its number, and not by the tail of a longer one.
func names(text, number string) bool {
	i := strings.Index(text, number)
	return number != "" && i >= 0 && (i == 0 || text[i-1] < '0' || text[i-1] > '9')
}

// Kinds of documents that are no legal text.
const (
	kindPortal = "cổng dịch vụ công"
	kindPage   = "trang cơ quan"
)

// Document is a legal document or an official page. It stands once in content/documents; entries cite it with an
// article.
type Document struct {
	File      string
	ID        string // the number as a key: 60-2014-qh13; a page of the national portal: dvc-2.000635
	Kind      string // one of documentKinds
	Number    string // "60/2014/QH13"; of a portal page the code of the procedure
	Authority string
	Date      Day // signed; of a page: the day it was read
	Title     string
	Short     string // what people call it: "Luật Hộ tịch 2014"
	From      Day    // in force from; zero: not known
	Until     Day    // last day in force; zero: open or not known
	Amends    []Reference
	Replaced  []Reference // what takes its place, wholly or in the articles named
	Official  string      // address on an official host; empty when none is known
	Read      []Reading
	Seen      map[string]string // of a portal page: a print of each part as editors last went through it
	Line      int
}

// Reference points from one document to another, perhaps only to some articles.
type Reference struct{ Doc, At string }

// Reading says how the text of a document was read. It is for editors and never shown to citizens.
type Reading struct {
	Copy string // address of the copy; empty: from excerpts without an address
	On   Day
	Part string // whole, part or quoted (only through somebody who quotes it)
	Note string
}

// InForce reports whether the document holds on a day, as far as its row says.
func (d *Document) InForce(day Day) bool { return Span{d.From, d.Until}.Contains(day) }

// Portal reports whether the document is a page of the national portal.
func (d *Document) Portal() bool { return d.Kind == kindPortal }

// Page reports whether the document is a web page of an office and not a text that binds.
func (d *Document) Page() bool { return d.Kind == kindPortal || d.Kind == kindPage }

// Official reports whether an address lies on a host of the state: those that citizens may be sent to as a source.
func Official(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" {
		return false
	}
	host := strings.ToLower(u.Hostname())
	return slices.ContainsFunc(officialHosts,
		func(h string) bool { return host == h || strings.HasSuffix(host, "."+h) })
}

func findSource(list []Source, key string) (Source, bool) {
	i := slices.IndexFunc(list, func(s Source) bool { return s.Key == key })
	if i < 0 {
		return Source{}, false
	}
	return list[i], true
}

// binds reports whether the source is a legal document and neither a page nor the press.
func (s Source) binds() bool { return !s.Press && (s.Doc == nil || !s.Doc.Page()) }

// officialHosts hold the law and what the state itself publishes; every host below one of them counts.
var officialHosts = []string{"gov.vn", "chinhphu.vn", "vbpl.vn", "quochoi.vn"}
