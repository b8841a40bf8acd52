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
)

// Doc is one thing that can be found.
type Doc struct {
	ID     string   // national code, or the entry's or FAQ's id
	Title  string   // official title, or the FAQ's question
	Names  []string // what people call it and questions they ask: evidence as strong as the title
	Field  string   // lĩnh vực
	Levels []string // LevelCommune …: who handles it
	Body   string   // dossier or answer text: weak evidence
	Kind   Kind
	// Family groups copies of one procedure (other level, other province): they
	// are one choice, shown once. Empty means the document stands alone.
	Family  string
	Curated bool // written or checked by the office rather than imported
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
)

var allAspects = []Aspect{AspectDossier, AspectTime, AspectFee, AspectWhere, AspectSteps, AspectOnline, AspectWho, AspectResult, AspectLegal}

// Outcome is what to do with a question.
type Outcome string

// Outcomes.
const (
	Answer  Outcome = "answer"  // the first hit is meant
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
	Choices int   // with Choose: how many of the first hits to offer, 2 to 4
	Aspect  Aspect
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

// Options tune an index. The zero value serves a commune's one-stop shop.
type Options struct {
	// NoCommuneFirst drops the preference for commune-level procedures, for
	// offices of a province.
	NoCommuneFirst bool
	// AnswerAt is the confidence from which a question is answered outright; 0 means the model's own, which suits a base
	// where the right entry may be missing or have many near copies, such as the national one.
	AnswerAt float64
	// Model overrides the fitted ranking and decision weights (used by fitting
	// and by tests); nil means the built-in ones.
	Model *Model
}
