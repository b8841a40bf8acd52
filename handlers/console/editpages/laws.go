package editpages

import (
	"slices"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/review"
	"github.com/motcua/motcua/handlers/console"
)

// lawsPageAhead is how many days the page looks ahead, as many as `motcua content laws`.
const lawsPageAhead = 120

type lawRow struct {
	Day     content.Day
	Left    int // days until then
	What    string
	Title   string
	By      string
	Address string // official, or empty
	Rests   []lawRest
	Open    int // statements that still have to be looked at
}

// lawRest is an entry that rests on a document.
type lawRest struct {
	File, Title string
	All, Open   int
}

// changeWords say what happens to a document, and factWords to a single fact.
var (
	changeWords = map[review.ChangeKind]string{review.Begins: "bắt đầu có hiệu lực", review.Ends: "hết hiệu lực",
		review.Replaced: "được thay hoặc sửa"}
	factWords = map[review.ChangeKind]string{review.Begins: "bắt đầu áp dụng", review.Ends: "hết áp dụng"}
)

// laws lists what the law changes soon, with the entries that rest on it.
func laws(c *console.Console, v *console.Visit) error {
	lib := c.Bot.Knowledge().Library
	today := c.Today()
	var rows []lawRow
	for _, change := range review.Changes(lib, today, lawsPageAhead) {
		row := lawRow{Day: change.Day, Left: change.Day.Sub(today)}
		open := change.Open()
		row.Open = len(open)
		row.Rests = rests(change.Rests, open)
		if change.Doc == nil {
			row.What, row.Title = factWords[change.Kind], fact(change.Rests[0])
		} else {
			row.What, row.Title, row.Address = changeWords[change.Kind], change.Doc.Short+" – "+change.Doc.Title,
				change.Doc.Official
			if change.By != nil {
				row.By = change.By.Short
			}
		}
		rows = append(rows, row)
	}
	return c.Show(v, "laws", "Văn bản sắp đổi", map[string]any{"Rows": rows, "Days": lawsPageAhead})
}

// fact is a statement with its situation, for a list.
func fact(u content.Use) string {
	if u.When != "" {
		return u.When + ": " + u.Text
	}
	return u.Text
}

// rests counts by entry what rests on a document, those with most to look at first.
func rests(all, open []content.Use) (out []lawRest) {
	at := map[string]int{}
	row := func(u content.Use) *lawRest {
		i, ok := at[u.File]
		if !ok {
			i = len(out)
			at[u.File] = i
			out = append(out, lawRest{File: u.File, Title: u.Title})
		}
		return &out[i]
	}
	for _, u := range all {
		row(u).All++
	}
	for _, u := range open {
		row(u).Open++
	}
	slices.SortStableFunc(out, func(a, b lawRest) int { return b.Open - a.Open })
	return out
}
