// Package search finds the procedure or FAQ entry a question means. An Index
// is built once from documents and a lexicon and never changes; Ask reads a
// question, ranks the documents and decides between answering, offering a
// choice and saying that nothing fits.
//
// The index has no failure modes of its own: every question gets a Result.
// Faults in the lexicon are reported by ParseLexicon, with file and line.
package search

// Kind says what a document is.
type Kind string

// Kinds of documents.
const (
	Procedure Kind = "procedure"
	FAQ       Kind = "faq"
	Plan      Kind = "plan"
	Place     Kind = "place"
	Event     Kind = "event"
)

// Doc is one thing that can be found.
type Doc struct {
	ID     string   // national code, or the entry's or FAQ's id
	Codes  []string // all national codes
	Title  string   // official title, or the FAQ's question
	Names  []string // what people call it and questions they ask: evidence as strong as the title
	Called []string // what people say who name it and nothing more: found word for word with a part asked for
	Field  string   // lĩnh vực
	Levels []string // LevelCommune …: who handles it
	Shorts []Short  // how people ask for single things, with the answers
	Lines  []string // what the entry says, a statement each: evidence beside the names
	Body   string   // dossier or answer text: weak evidence
	Kind   Kind
	// Family groups copies of one procedure (other level, other province): they
	// are one choice, shown once. Empty means the document stands alone.
	Family  string
	Curated bool // written or checked by the office rather than imported
}

// Short is a short answer: ways of asking, and what is said to them.
type Short struct {
	Asks   []string
	Say    string
	Aspect Aspect
}

// Levels of authority in Doc.Levels.
const (
	LevelCommune  = "xa"
	LevelProvince = "tinh"
	LevelMinistry = "bo"
	LevelVertical = "nganh-doc" // cơ quan ngành dọc: police, tax, insurance
	LevelOther    = "khac"
)

// Aspect is the part of a procedure a question is about; empty when it names
// none or asks about the whole.
type Aspect string

// Aspects.
const (
	AspectNone    Aspect = ""
	AspectDossier Aspect = "dossier"
	AspectTime    Aspect = "time"
	AspectFee     Aspect = "fee"
	AspectWhere   Aspect = "where"
	AspectSteps   Aspect = "steps"
	AspectOnline  Aspect = "online"
	AspectWho     Aspect = "who"
	AspectResult  Aspect = "result"
	AspectLegal   Aspect = "legal"
	AspectForm    Aspect = "form"
)

var allAspects = []Aspect{AspectDossier, AspectTime, AspectFee, AspectWhere, AspectSteps, AspectOnline, AspectWho,
	AspectResult, AspectLegal, AspectForm}

// Outcome is what to do with a question.
type Outcome string

// Outcomes.
const (
	Answer  Outcome = "answer"  // the first hit is meant
	Likely  Outcome = "likely"  // the first hit is probably meant; the first Result.Choices hits may stand beside it
	Choose  Outcome = "choose"  // one of the first Result.Choices hits is meant
	Unknown Outcome = "unknown" // nothing here is meant
)

// Hit is a found document.
type Hit struct {
	ID    string
	Title string
	Score float64 // comparable within one Result only
}

// Result answers Ask.
type Result struct {
	Outcome Outcome
	Hits    []Hit // at most MaxHits, best first, one per family, whatever the outcome
	Choices int   // how many of the first hits are near enough to be offered: 2 to 4 with Choose, 1 to 4 with Likely
	Also    int   // the hit that the question asks for beside the first, 0 when it asks for one thing
	Aspect  Aspect
	Asks    []Aspect // all parts asked for, in the order of the question
	YesNo   bool     // it wants a yes or a no: "được không", "có phải … không"
	// Short is the number of the first hit's short answer that the question wants, counted from 1; 0 when none.
	Short int
	// Sure estimates the chance that this short answer is wanted, 0 to 1.
	Sure float64
	// Subject counts the syllables that say what the question is about; 0 when it
	// holds only an aspect and small words ("thế lệ phí bao nhiêu?").
	Subject int
	// Reason names the lexicon rule that made the outcome Unknown ("law-exam",
	// "unsafe", "smalltalk" …); empty when nothing matched well enough.
	Reason string
	// Confidence estimates the chance that the first hit is meant, 0 to 1.
	Confidence float64
}

// MaxHits is the most hits a Result carries.
const MaxHits = 10
