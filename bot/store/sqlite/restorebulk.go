package sqlite

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/store/engine"
)

// bulkPart keeps what begins with b: until all of it is there, for a page comes before its announcement or after.
func (l *load) bulkPart(name string, r engine.Record) error {
	id, what, part := strings.Cut(name, ":")
	if !part {
		h := l.bulks[id]
		if h == nil {
			h = map[string]string{"keep": str(r.Expire)}
			l.bulks[id] = h
		}
		for field, v := range pairs(r.Fields) {
			h[field] = v
		}
		return nil
	}
	kind, channel, _ := strings.Cut(what, ":")
	switch kind {
	case "p", "a", "c":
		l.parts[name] = r.Fields[0]
	case "fly":
		for page, till := range pairs(r.Fields) {
			l.holds = append(l.holds, hold{id: id, channel: channel, page: page, till: till})
		}
	case "own":
		for page, token := range pairs(r.Fields) {
			l.holds = append(l.holds, hold{id: id, channel: channel, page: page, token: token})
		}
	default:
		return fmt.Errorf("unknown")
	}
	return nil
}

// finish loads the announcements.
func (l *load) finish() error {
	for id, h := range l.bulks {
		if h["state"] == "" || num(h["created"]) == 0 {
			return fmt.Errorf("announcement %s: not whole", id)
		}
		l.bulk(id, h)
	}
	l.c.Exec("DELETE FROM leases WHERE token = '' OR till = 0")
	for _, hold := range l.holds {
		const where = " WHERE channel = ? AND page = ? AND bulk = (SELECT n FROM bulks WHERE id = ?)"
		if hold.till != "" {
			l.c.Exec("UPDATE bulk_pages SET till = ?"+where, num(hold.till), hold.channel, num(hold.page), hold.id)
		} else {
			l.c.Exec("UPDATE bulk_pages SET token = ?"+where, hold.token, hold.channel, num(hold.page), hold.id)
		}
	}
	return l.c.Err()
}

func (l *load) bulk(id string, h map[string]string) {
	created := num(h["created"])
	n := l.c.Insert("INSERT INTO bulks (id, state, reason, created, ended, late, keep, total, ours, segment, score, "+
		"member, "+
		"spec, lead) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", id, h["state"], h["reason"], created,
		num(h["ended"]),
		num(h["expires"]), num(h["keep"]), num(h["total"]), num(h["n:ours"]), num(h["fseg"]), h["fscore"],
		h["fmember"], h["spec"], num(h["lead"]))
	for field, v := range h {
		kind, name, ok := strings.Cut(field, ":")
		switch {
		case !ok || field == "n:ours":
		case kind == "n" || kind == "r":
			l.c.Exec("INSERT INTO bulk_counts VALUES (?, ?, ?, ?)", n, kind, name, num(v))
		case kind == "w":
			l.c.Exec("INSERT INTO bulk_reasons VALUES (?, ?, ?)", n, name, v)
		}
	}
	channels := strings.Fields(h["chans"])
	slices.Sort(channels)
	for _, channel := range channels {
		pages, next := num(h["pages:"+channel]), num(h["next:"+channel])
		l.c.Exec("INSERT INTO bulk_channels VALUES (?, ?, ?, ?, ?)", n, channel, num(h["total:"+channel]), pages, next)
		for page := int64(1); page <= pages; page++ {
			l.page(id, n, channel, page, time.UnixMilli(created))
		}
	}
}

func (l *load) page(id string, bulk int64, channel string, number int64, started time.Time) {
	suffix := ":" + channel + ":" + str(number)
	n := l.c.Insert("INSERT INTO bulk_pages (bulk, channel, page, token) VALUES (?, ?, ?, '')", bulk, channel, number)
	lines, found := l.parts[id+":p"+suffix]
	if !found {
		return
	}
	counted := l.parts[id+":c"+suffix]
	for i, r := range engine.ParsePage(channel, lines, l.parts[id+":a"+suffix], started) {
		code, data, at := "", r.MessageID+r.Reason, int64(-1) // a reason is its code here
		if i < len(counted) && counted[i] != '.' {
			code = strings.ToLower(counted[i : i+1])
		}
		if !r.At.IsZero() {
			at = int64(r.At.Sub(started) / time.Second)
		}
		if r.Outcome == bot.BulkQueued {
			at = 0
		}
		l.c.Exec("INSERT INTO bulk_recipients VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", n, i, r.Chat.ID,
			string(r.Outcome), code,
			r.Twice, code != "" && counted[i:i+1] != code, at, data, r.Edit)
	}
}
