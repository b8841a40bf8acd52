package portal

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"unicode"

	"github.com/motcua/motcua/content"
)

// Import writes every procedure of an export as one file below dir/imported, in the format of the content base, marked
// as taken over on the given day and not checked. Files of an earlier import are replaced. Rows that cannot be used are
// reported by their line of the export; the error is for what stops the work, such as a full disk.
func Import(r io.Reader, dir string, taken content.Day) (n int, faults content.Faults, err error) {
	rows, bad, err := Read(r)
	for _, b := range bad {
		faults = append(faults, content.Fault{File: "export", Line: b.Line, What: lineFault(b.Err)})
	}
	if err != nil {
		return 0, faults, err
	}
	to := filepath.Join(dir, "imported")
	if err := os.MkdirAll(to, 0o755); err != nil {
		return 0, faults, fmt.Errorf("import: %w", err)
	}
	for i := range rows {
		row := &rows[i]
		switch {
		case row.IsFAQ():
			faults = append(faults, content.Fault{File: "export", Line: row.Line, Warn: true,
				What: "dòng này là hỏi đáp, không phải thủ tục; hãy tự viết vào thư mục faq"})
			continue
		case !content.ImportedID(row.ID):
			faults = append(faults, content.Fault{File: "export", Line: row.Line,
				What: fmt.Sprintf("mã %q không dùng làm tên tệp được; hãy sửa mã trong bản xuất", row.ID)})
			continue
		}
		if err := replace(filepath.Join(to, row.ID+".md"), content.FormatImported(row.Procedure(taken))); err != nil {
			return n, faults, fmt.Errorf("import %s: %w", row.ID, err)
		}
		n++
	}
	return n, faults, nil
}

// replace writes a file so that a reader sees the old one or the new one, never half of it.
func replace(name string, text []byte) error {
	tmp := name + ".tmp"
	if err := os.WriteFile(tmp, text, 0o644); err != nil {
		return errors.Join(err, os.Remove(tmp))
	}
	return os.Rename(tmp, name)
}

func lineFault(err error) string {
	return "không đọc được dòng này (" + err.Error() + "); hãy xuất lại hoặc xóa dòng"
}

// Procedure returns the row as an entry of the content base. Bare numbers and "0" are left out: on the portal they may
// as well mean "not stated", so they must never become a time or a fee.
func (r *Row) Procedure(taken content.Day) *content.Procedure {
	p := content.NewImported(r.ID, strings.TrimSpace(r.Title), portalURL(r.URL), taken)
	p.Field = r.Field
	for _, l := range Levels(r.AgencyLevel) {
		p.Levels = append(p.Levels, map[string]string{
			"xa": "cap-xa", "tinh": "cap-tinh", "bo": "trung-uong", "nganh-doc": "nganh-doc", "khac": "khac"}[l])
	}
	p.Who = content.CopiedFacts(nonEmpty(r.Audience)...)
	p.Where = content.CopiedFacts(nonEmpty(r.Agency)...)
	p.Result = content.CopiedFacts(nonEmpty(r.Result)...)
	p.Legal = content.CopiedFacts(nonEmpty(r.LegalBasis...)...)
	for _, f := range content.CopiedFacts(stated(r.Time)...) {
		p.Time = append(p.Time, content.TimeFact{Fact: f})
	}
	for _, f := range content.CopiedFacts(stated(r.Fee)...) {
		p.Fee = append(p.Fee, content.FeeFact{Fact: f})
	}
	if lines := splitLines(r.Dossier); len(lines) > 0 {
		p.Dossier = []content.Situation{{Lines: lines}}
	}
	p.Steps = splitLines(r.Steps)
	p.Conditions = splitLines([]string{r.Conditions})
	p.Complete()
	return p
}

func portalURL(s string) string {
	if strings.HasPrefix(s, "https://") && !strings.ContainsAny(s, " …<>\"") {
		return s
	}
	return ""
}

func nonEmpty(in ...string) (out []string) {
	for _, s := range in {
		if s = strings.Join(strings.Fields(s), " "); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// splitLines makes one line of every line of the portal's texts, without their bullets.
func splitLines(in []string) (out []content.Line) {
	for _, text := range in {
		for l := range strings.SplitSeq(text, "\n") {
			l = strings.Join(strings.Fields(l), " ")
			l = strings.TrimSpace(strings.TrimLeft(l, "-–+•*# "))
			if strings.ContainsFunc(l, unicode.IsLetter) {
				out = append(out, content.Line{Text: l})
			}
		}
	}
	return out
}

// channels begin the parts of the portal's time and fee fields.
var channels = []string{"Trực tuyến", "Trực tiếp", "Qua dịch vụ bưu chính", "Dịch vụ bưu chính"}

// stated takes a time or fee field apart by channel, drops what says nothing, and joins channels that say the same.
func stated(field string) (out []string) {
	type part struct{ channel, text string }
	var parts []part
	for l := range strings.SplitSeq(field, "\n") {
		l = strings.Join(strings.Fields(l), " ")
		channel, text := "", l
		for _, c := range channels {
			if rest, ok := strings.CutPrefix(l, c+":"); ok {
				channel, text = c, strings.TrimSpace(rest)
			}
		}
		if channel != "" || len(parts) == 0 {
			parts = append(parts, part{channel, text})
			continue
		}
		last := &parts[len(parts)-1]
		last.text = strings.TrimSpace(last.text + " " + text)
	}
	same := true
	var kept []part
	for _, p := range parts {
		p.text = zeroFee.ReplaceAllString(p.text, "")
		if p.text = strings.TrimSpace(bareNumber.ReplaceAllString(p.text, "$1")); !says(p.text) {
			continue
		}
		kept = append(kept, p)
		same = same && p.text == kept[0].text
	}
	for i, p := range kept {
		switch {
		case same && i > 0:
		case same || p.channel == "":
			out = append(out, p.text)
		default:
			out = append(out, p.channel+": "+p.text)
		}
	}
	return out
}

// bareNumber is a number without a unit before the real text: "1. Trong ngày làm việc", "0 (theo Thông tư …)".
var bareNumber = regexp.MustCompile(`^(?:\d+(?:[.,]\d+)?\.\s+|0\s*(?:[.;:-]|(\()|$))`)

var (
	// zeroFee is the portal's empty field in its other spelling.
	zeroFee = regexp.MustCompile(`(?i)(?:lệ phí|phí)\s*:\s*0\s*đồng`)
	// zeroUnit is a zero with a unit ("0 giờ", "0 đồng"), or what is left of a number cut at its thousands
	// ("000đ/giấy").
	zeroUnit = regexp.MustCompile(`^(?:0\s*\pL+|000.*)$`)
)

// silent are texts of the portal that look like a statement and are none: "Không" may mean that nothing is charged as
// well as that nobody filled in the field.
var silent = []string{"không", "không có", "không quy định", "không thu", "chưa có quy định", "chưa quy định", "đồng",
	"chi tiết tại văn bản kèm theo"}

// says reports whether the text of one channel states something a reader may be shown.
func says(text string) bool {
	text = strings.ToLower(strings.Trim(text, " .;-–*+()"))
	if !strings.ContainsFunc(text, unicode.IsLetter) {
		return false // empty, a bare number, "0"
	}
	for _, s := range silent {
		if text == s {
			return false
		}
	}
	// The number before a unit was lost: "/hồ sơ", "đồng/lần". And the portal's own table head with bare numbers below
	// it.
	for _, lost := range []string{"/", "đồng/", "đồng ", "vnđ", "hình thức nộp"} {
		if strings.HasPrefix(text, lost) {
			return false
		}
	}
	return !zeroUnit.MatchString(text)
}
