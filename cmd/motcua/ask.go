package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/cmd/motcua/base"
	"github.com/motcua/motcua/cmd/motcua/exit"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/search"
	"github.com/motcua/motcua/handlers/answers"
)

// AskCmd asks one question, or many as JSON lines.
type AskCmd struct {
	JSON     bool   `name:"json" help:"In dạng JSON."`
	Batch    bool   `help:"Đọc các dòng JSON {\"id\",\"question\"} từ đầu vào chuẩn, in mỗi dòng một kết quả."`
	Content  string `env:"MOTCUA_CONTENT" placeholder:"THƯ-MỤC|TỆP.jsonl" help:"Kho nội dung hoặc bản xuất của Cổng dịch vụ công; bỏ trống là kho có sẵn."`
	Question string `arg:"" optional:"" help:"Câu hỏi."`
}

// Run answers on standard output.
func (c *AskCmd) Run() error {
	if c.Batch == (c.Question != "") {
		return exit.Errorf(2, "hãy ghi một câu hỏi, hoặc dùng --batch và đưa các dòng JSON vào đầu vào chuẩn")
	}
	know, err := base.Open(c.Content)
	if err != nil {
		return err
	}
	if c.Batch {
		return askBatch(know, os.Stdin, os.Stdout)
	}
	return askOne(know, c.Question, c.JSON, os.Stdout)
}

// answerJSON is one line of output. hits are the best candidates whatever the outcome; with "choose" the first 2–4 are
// the choices shown. micros is the wall time from the decoded line to the outcome.
type answerJSON struct {
	ID      json.RawMessage `json:"id,omitempty"`
	Outcome string          `json:"outcome"`
	Hits    []hitJSON       `json:"hits"`
	Aspect  string          `json:"aspect"`
	Micros  int64           `json:"micros"`
	Text    string          `json:"text,omitempty"`
}

type hitJSON struct {
	ID    string  `json:"id"`
	Title string  `json:"title"`
	Score float64 `json:"score"`
}

func asJSON(r search.Result, took time.Duration) answerJSON {
	out := answerJSON{Outcome: string(r.Outcome), Aspect: string(r.Aspect), Micros: took.Microseconds(),
		Hits: []hitJSON{}}
	for _, h := range r.Hits {
		out.Hits = append(out.Hits, hitJSON{h.ID, h.Title, h.Score})
	}
	return out
}

func askOne(know *answers.Knowledge, question string, asJSONText bool, w io.Writer) error {
	start := time.Now()
	reply := know.Answer(question, content.DayOf(start))
	took := time.Since(start)
	text := plain(reply.Message)
	if !asJSONText {
		_, err := fmt.Fprintln(w, text)
		return err
	}
	out := asJSON(reply.Result, took)
	out.Text = text
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(out)
}

// plain is a message as text alone shows it: the buttons are lines of choices.
func plain(m bot.Message) string {
	text := bot.Plain(m.Text)
	var labels []string
	for _, row := range m.Buttons {
		for _, b := range row {
			labels = append(labels, "["+b.Label+"]")
		}
	}
	if len(labels) > 0 {
		text += "\n\n" + strings.Join(labels, " ")
	}
	return text
}

// longestLine bounds a line of --batch input.
const longestLine = 1 << 20

func askBatch(know *answers.Knowledge, in io.Reader, out io.Writer) error {
	w := bufio.NewWriter(out)
	defer w.Flush()
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	lines := bufio.NewReaderSize(in, 64<<10)
	bad := 0
	for {
		line, err := lines.ReadBytes('\n')
		if len(strings.TrimSpace(string(line))) > 0 {
			ok, writeErr := answerLine(know, line, encoder)
			if writeErr != nil {
				return writeErr
			}
			if !ok {
				bad++
			}
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return fmt.Errorf("đọc đầu vào: %w", err)
		}
	}
	if bad > 0 {
		return exit.Errorf(1, "%d dòng không đọc được, xem trường error", bad)
	}
	return nil
}

func answerLine(know *answers.Knowledge, line []byte, encoder *json.Encoder) (ok bool, err error) {
	var q struct {
		ID       json.RawMessage `json:"id"`
		Question *string         `json:"question"`
	}
	fault := ""
	switch err := json.Unmarshal(line, &q); {
	case len(line) > longestLine:
		fault = "dòng dài quá 1 MiB"
	case err != nil:
		fault = "không phải JSON: " + err.Error()
	case q.Question == nil:
		fault = "thiếu trường question"
	}
	if fault != "" {
		id := q.ID
		if id == nil {
			id = json.RawMessage("null")
		}
		return false, encoder.Encode(struct {
			ID    json.RawMessage `json:"id"`
			Error string          `json:"error"`
		}{id, fault})
	}
	start := time.Now()
	var result search.Result
	if _, _, danger := know.Urgent(*q.Question); danger {
		result.Outcome = search.Unknown // people in danger get a number to call, none of the entries
	} else {
		result = know.Decide(*q.Question, know.Ask(*q.Question), content.DayOf(start)).Result
	}
	out := asJSON(result, time.Since(start))
	if out.ID = q.ID; out.ID == nil {
		out.ID = json.RawMessage("null")
	}
	return true, encoder.Encode(out)
}
