package engine

import (
	"hash/crc32"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
)

// PageLine is a recipient as a line of a page: chat, and once it has an outcome: TAB outcome (followed by "2" when
// possibly twice) TAB seconds since the start in base 36 TAB message id or code of the reason. A queued line's data is
// the message to edit.
func PageLine(r bot.BulkRecipient, started time.Time) string {
	return r.Chat.ID + LineTail(r, started)
}

// LineTail is what follows the chat in a PageLine; "" for one that was not tried.
func LineTail(r bot.BulkRecipient, started time.Time) string {
	if r.Outcome == bot.BulkQueued && r.Edit == "" && !r.Twice {
		return ""
	}
	code, data, secs := string(r.Outcome), "", ""
	if r.Twice {
		code += "2"
	}
	switch {
	case r.Outcome == bot.BulkSent:
		data = r.MessageID
	case r.Outcome == bot.BulkQueued:
		data = r.Edit
	case r.Reason != "":
		data = ReasonCode(r.Reason)
	}
	if !r.At.IsZero() {
		secs = strconv.FormatInt(max(0, int64(r.At.Sub(started)/time.Second)), 36)
	}
	return "\t" + code + "\t" + secs + "\t" + OneLine(data)
}

// ReasonCode stands for a reason in the report; the text is kept once.
func ReasonCode(reason string) string {
	return strconv.FormatUint(uint64(crc32.ChecksumIEEE([]byte(reason))), 36)
}

// OneLine keeps what separates fields out of a text.
func OneLine(s string) string {
	return strings.NewReplacer("\t", " ", "\n", " ", "\x1f", " ").Replace(s)
}

// setTail reads what LineTail wrote. Where the outcome is in flight, or was in flight before another outcome, edit
// stays.
func setTail(r *bot.BulkRecipient, code, secs, data string, base int, started time.Time) {
	code, twice := strings.CutSuffix(code, "2")
	r.Outcome, r.Twice = bot.BulkOutcome(code), r.Twice || twice
	r.MessageID, r.Reason, r.At = "", "", time.Time{}
	if n, err := strconv.ParseInt(secs, base, 64); err == nil {
		r.At = started.Add(time.Duration(n) * time.Second)
	}
	switch r.Outcome {
	case bot.BulkSent:
		r.MessageID = data
	case bot.BulkQueued:
		r.At = time.Time{}
		if data != "" {
			r.Edit = data
		}
	case bot.BulkInFlight:
	default:
		r.Reason = data
	}
}

// ParsePage puts a page and its log together.
func ParsePage(channel, lines, log string, started time.Time) []bot.BulkRecipient {
	var out []bot.BulkRecipient
	for line := range strings.SplitSeq(lines, "\n") {
		f := strings.SplitN(line, "\t", 4)
		r := bot.BulkRecipient{Chat: bot.ChatID{Channel: channel, ID: f[0]}, Outcome: bot.BulkQueued}
		if len(f) == 4 {
			setTail(&r, f[1], f[2], f[3], 36, started)
		}
		out = append(out, r)
	}
	for line := range strings.SplitSeq(log, "\n") {
		f := strings.SplitN(line, "\t", 4)
		i, err := strconv.Atoi(f[0])
		if len(f) == 4 && err == nil && i >= 0 && i < len(out) {
			setTail(&out[i], f[1], f[2], f[3], 10, started)
		}
	}
	return out
}
