package api

import (
	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/site"
)

// Answer is the reply that the chat gives first.
type Answer struct {
	Outcome string             `json:"outcome" jsonschema:"answer; likely: it is not sure that this entry is meant; choose: pick one of others; unknown: the base does not know it; urgent: somebody is in danger, pass the text on at once"`
	Text    string             `json:"text" jsonschema:"the reply in plain Vietnamese"`
	Entry   *Hit               `json:"entry,omitempty" jsonschema:"what is answered from"`
	Checked string             `json:"checked,omitempty" jsonschema:"day on which somebody last checked it, YYYY-MM-DD"`
	Sources []site.EntrySource `json:"sources" jsonschema:"what it rests on"`
	Others  []Hit              `json:"others" jsonschema:"what else may be meant"`
	Local   *site.EntryLocal   `json:"local,omitempty" jsonschema:"what the office that was asked for says of the entry besides"`
	Note    string             `json:"note" jsonschema:"how to use it"`
}

// Hits are what a search finds.
type Hits struct {
	Results []Hit `json:"results" jsonschema:"best first"`
}

// Hit is an entry by name.
type Hit struct {
	ID      string `json:"id" jsonschema:"id of the entry"`
	Kind    string `json:"kind" jsonschema:"procedure, question, event or plan"`
	Title   string `json:"title" jsonschema:"title, in Vietnamese"`
	Path    string `json:"path" jsonschema:"path of its page"`
	URL     string `json:"url,omitempty" jsonschema:"address of its page"`
	Checked string `json:"checked" jsonschema:"day on which somebody last checked it, YYYY-MM-DD"`
}

// The outcomes beside those of the search.
const urgent = "urgent"

// answerTo answers a question as the chat does, and forgets it.
func (a *API) answerTo(q string) Answer {
	know, day := a.cfg.Base(), a.today()
	reply := know.Answer(q, day)
	out := Answer{Outcome: string(reply.Result.Outcome), Text: bot.Plain(reply.Message.Text),
		Sources: []site.EntrySource{}, Others: []Hit{}, Note: textNote}
	if _, _, danger := know.Urgent(q); danger {
		out.Outcome = urgent
		return out
	}
	if reply.Result.Outcome != search.Choose {
		if e, ok := a.described(know, reply.Entry, day); ok {
			h := hitOf(e)
			out.Entry, out.Checked, out.Sources = &h, e.Checked, e.Sources
		}
	}
	if reply.Result.Reason != "" && reply.Result.Outcome == search.Unknown {
		return out // refused: nothing near it is offered
	}
	for _, h := range reply.Result.Hits {
		e, ok := a.described(know, h.ID, day)
		if ok && (out.Entry == nil || e.ID != out.Entry.ID) && len(out.Others) < hitsIfMute {
			out.Others = append(out.Others, hitOf(e))
		}
	}
	return out
}

// hits are the entries that a search finds; several statements of one plan are one.
func (a *API) hits(q string, limit int) []Hit {
	know, day := a.cfg.Base(), a.today()
	out := []Hit{}
	seen := map[string]bool{}
	for _, h := range know.Ask(q).Hits {
		e, ok := a.described(know, h.ID, day)
		if ok && !seen[e.ID] && len(out) < limit {
			seen[e.ID] = true
			out = append(out, hitOf(e))
		}
	}
	return out
}

// described is an entry by the id that the search gives it.
func (a *API) described(know *answers.Knowledge, id string, day content.Day) (site.Entry, bool) {
	return site.Describe(know, site.EntryOf(know, id), day, a.cfg.PublicURL)
}

func hitOf(e site.Entry) Hit {
	return Hit{ID: e.ID, Kind: e.Kind, Title: e.Title, Path: e.Path, URL: e.URL, Checked: e.Checked}
}
