// Package bounds is the one table of what strangers may do: people on the web, whom nothing but an address tells apart.
// The channel, the handlers and the server all read their figures here, and docs/operations.md shows the same table.
//
// What is counted by the process (package webguard) is forgotten when it restarts; what is counted here, in the state,
// holds for all processes together. Counting fails only as the state does.
package bounds

import (
	"context"
	"time"

	"github.com/motcua/motcua/bot"
)

// Bound is how often strangers may do one thing.
type Bound struct {
	Name string // in the state's keys and in logs: lower-case letters and hyphens
	What string // in the table of the documentation
	// Address is what one address may do in Per, IPv6 by its network of 64 bits: so much at once, then evenly.
	Address int
	// Sure is how much of an address is taken although All is reached: a flood from elsewhere shuts nobody out.
	Sure int
	All  int           // of all addresses together in Per
	Per  time.Duration // 0: at one moment
}

const day = 24 * time.Hour

// What each process counts for itself.
var (
	Pages    = Bound{Name: "pages", What: "pages opened", Address: 300, Sure: 10, All: 6000, Per: time.Minute}
	Messages = Bound{Name: "messages", What: "messages and presses", Address: 600, Sure: 10, All: 6000,
		Per: time.Minute}
	// Daily holds what is kept of every message, for days, so that none comes twice.
	Daily = Bound{Name: "messages-daily", What: "messages and presses", Address: 10000, Sure: 50, All: 200000,
		Per: day}
	Conversations = Bound{Name: "conversations", What: "new conversations", Address: 200, Sure: 1, All: 10000, Per: day}
	Endings       = Bound{Name: "endings", What: "conversations ended (`/chat/end`)", Address: 60, Sure: 1, All: 2000,
		Per: time.Hour}
	// What pages beside the chat compute or let be tried.
	Searches = Bound{Name: "searches", What: "searches on the site", Address: 120, Sure: 10, All: 3000, Per: time.Minute}
	Codes    = Bound{Name: "codes", What: "references looked up on the site", Address: 10, Sure: 1, All: 300,
		Per: time.Minute}
	Forms    = Bound{Name: "forms", What: "surveys sent on the site", Address: 10, Sure: 1, All: 300, Per: time.Minute}
	Drawings = Bound{Name: "drawings", What: "pictures drawn (QR codes, previews)", Address: 60, Sure: 2, All: 600,
		Per: time.Minute}
	Requests = Bound{Name: "requests", What: "requests of other programs (`/api/v1`, `/mcp`)", Address: 120, Sure: 10,
		All: 3000, Per: time.Minute}
	Streams     = Bound{Name: "streams", What: "event streams open", Address: 60, Sure: 2, All: 5000}
	Connections = Bound{Name: "connections", What: "connections open, by no trusted proxy", Address: 300, Sure: 4,
		All: 8000}
)

// What is counted in the state, by the day in Vietnam.
var (
	Cases = Bound{Name: "cases", What: "questions and opinions handed to officials", Address: 10, All: 100, Per: day}
	// Surveys are counted when they are begun, not with each press.
	Surveys  = Bound{Name: "surveys", What: "surveys", Address: 20, All: 300, Per: day}
	Ratings  = Bound{Name: "ratings", What: "ratings of answers", Address: 60, All: 2000, Per: day}
	Unknowns = Bound{Name: "unknowns", What: "questions without an answer that are kept", Address: 100, All: 2000,
		Per: day}
	Erasures = Bound{Name: "erasures", What: "erasures (`/xoadulieu`)", Address: 20, Sure: 1, All: 1000, Per: day}
)

// Table lists all bounds, in the order of the documentation.
var Table = []Bound{Pages, Messages, Daily, Conversations, Endings, Searches, Codes, Forms, Drawings, Requests, Streams,
	Connections, Cases, Surveys, Ratings, Unknowns, Erasures}

// Bounds that are not counted by address.
const (
	// SessionPerMinute is what one conversation on the web may send in a minute. The assistant itself says earlier that
	// somebody asks too fast; this only stops what does not listen.
	SessionPerMinute = 120
	// AtOncePerProcessor is how many messages on the web are worked on at once, for each processor; new conversations
	// get at most half of that. Waiting is how many of new ones, and of others, may wait for it: others are told to
	// send again.
	AtOncePerProcessor = 4
	Waiting            = 500
	// StreamsPerChat is how many pages of one conversation listen at once.
	StreamsPerChat = 8
	// OpenCases is how many questions and opinions of one chat may wait for officials, on any channel.
	OpenCases = 3
	// WrongPerChat and WrongPerAddress are how many references that nothing has may be typed within an hour: in one
	// chat on any channel, and from one address, behind which a whole office or village may sit.
	WrongPerChat    = 5
	WrongPerAddress = 30
	// Texts is how many questions without an answer are kept: the newest.
	Texts = 5000
	// Notices is how many cases an official reads one by one in an hour; what comes beyond is told in one message.
	Notices = 3
)

// The marks at which the web takes nothing more, while messengers, reminders and officials go on.
const (
	MemoryPercent = 75        // of what the process may use
	MemoryDefault = 1 << 30   // bytes that it may use where nothing says so: MemoryMax of deploy/motcua.service
	RedisPercent  = 90        // of maxmemory
	DataMost      = 2 << 30   // bytes in MOTCUA_DATA
	DiskLeft      = 256 << 20 // bytes that must be left on its disk
)

// countedFor is how long a day's counts are kept: until the day is over everywhere.
const countedFor = 48 * time.Hour

// Take counts one for the day and the source, a bot.Update's Source, and reports whether the bounds allow it; what they
// do not allow is not counted. A source that is empty is no stranger's. An address's own count is exact; of
// transactions of different addresses at the same moment each sees the sum before the others, so that a few more may
// pass in all.
func (b Bound) Take(ctx context.Context, tx bot.Tx, source string) (ok bool, err error) {
	if source == "" {
		return true, nil
	}
	today := tx.Now().In(bot.Zone).Format("2006-01-02")
	all := "web:" + b.Name + ":" + today
	mine := bot.Key{Kind: "web-count", ID: b.Name + ":" + today + ":" + source}
	var taken int
	if _, err := tx.Get(ctx, mine, &taken); err != nil || taken >= b.Address {
		return false, err
	}
	if taken >= b.Sure {
		total, err := tx.Counters(ctx, all)
		if err != nil || total["n"] >= int64(b.All) {
			return false, err
		}
	}
	tx.Put(mine, taken+1, countedFor)
	tx.Count(all, "n", 1, countedFor)
	return true, nil
}
