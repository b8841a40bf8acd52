package bot

// Card is an answer in parts that a page lays out: a title, three facts at a glance, lists, links, what it rests on.
// It says what Message.Text says, or more: what a phone's chat has no room for stands in a fold. Channels that show
// text only never see one (Limits.Cards). It is plain data: nothing in it is HTML.
type Card struct {
	Title string `json:"t"`           // of the entry: "Đăng ký khai sinh"
	Part  string `json:"p,omitempty"` // the part that was asked for: "Lệ phí"; empty for the whole
	// Path is the address of the entry's own page below the site's root, without a slash in front:
	// "thu-tuc/khai-sinh". Empty where the entry has none.
	Path string `json:"a,omitempty"`
	// Say is said before the card, and Ask after it, above the choices, each in our markup: "Tôi hiểu ông/bà hỏi về…",
	// "Không đúng việc này?".
	Say string `json:"y,omitempty"`
	Ask string `json:"q,omitempty"`
	// Lead is what was asked for in particular: it stands first and large.
	Lead []CardLine `json:"l,omitempty"`
	// Facts stand side by side at a glance: Nơi nộp, Thời hạn, Lệ phí.
	Facts []CardPart `json:"f,omitempty"`
	Parts []CardPart `json:"s,omitempty"`
	// Actions are at most two links: "Nộp trực tuyến", "Mẫu tờ khai". A URL "#form" points to that part of the page.
	Actions  []Button   `json:"b,omitempty"`
	Checked  string     `json:"c,omitempty"` // the day somebody last looked: "22/11/2026"
	Sources  []CardLink `json:"o,omitempty"` // what it rests on, as citizens may see it
	Cautions []string   `json:"w,omitempty"` // what has to be borne in mind, always in sight
	Doubt    string     `json:"d,omitempty"` // what to do about lines with a mark; unfolds with the sources
}

// CardPart is a part of a card with its heading: "Mang theo".
type CardPart struct {
	// ID names the part in a page's address, "dossier"; empty for a part that nobody points at.
	ID       string     `json:"i,omitempty"`
	Title    string     `json:"t,omitempty"`
	When     string     `json:"w,omitempty"` // the case for which the whole part holds; empty: always
	Lines    []CardLine `json:"l"`
	Numbered bool       `json:"n,omitempty"` // the lines are steps
	// Shown is the number of lines in sight; the rest unfolds. 0 means all.
	Shown int `json:"s,omitempty"`
	// Fold: only the heading is in sight until it is unfolded.
	Fold bool `json:"f,omitempty"`
}

// CardLine is one statement.
type CardLine struct {
	When string `json:"w,omitempty"` // the case for which it holds, plain text; empty: always
	Text string `json:"t"`           // in our markup: the noun bold
	Mark string `json:"m,omitempty"` // how far it may be trusted when that is not wholly: "chưa xác minh"
	// Prose is a sentence of its own and no item of a list.
	Prose bool `json:"p,omitempty"`
}

// CardLink is a source: a name, and an address where there is an official one.
type CardLink struct {
	Label string `json:"l"`
	URL   string `json:"u,omitempty"`
}

// Role says what a button is for. A channel that lays buttons out looks at it; the others show them as they come.
type Role string

// The roles.
const (
	RoleChoice  Role = ""        // what we ask for or offer: in sight until the person says something
	RoleSection Role = "section" // another part of what the message is about: "Lệ phí"
	RoleCase    Role = "case"    // the same for a special case
	RoleWhole   Role = "whole"   // the same without cuts: under a card, which has folds, there is no need of it
	RoleUp      Role = "up"      // it was a help
	RoleDown    Role = "down"    // it was none
	RoleAside   Role = "aside"   // says more about a rating: takes effect in its place, and is no talk
)

// Quiet reports whether a press is no talk: where a channel can, it shows the effect in place.
func (r Role) Quiet() bool { return r == RoleUp || r == RoleDown || r == RoleAside }
