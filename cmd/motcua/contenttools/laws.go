package contenttools

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/cmd/motcua/base"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/review"
)

// Laws lists what the law changes soon, with what of the base rests on it.
type Laws struct {
	Days int    `default:"120" placeholder:"SỐ-NGÀY" help:"Nhìn trước bao nhiêu ngày."`
	From string `placeholder:"NĂM-THÁNG-NGÀY" help:"Xem như hôm nay là ngày này; bỏ trống là hôm nay."`
	All  bool   `help:"In cả chữ của từng dữ kiện, không chỉ số dòng."`
	Dir  string `arg:"" optional:"" placeholder:"THƯ-MỤC" help:"Thư mục kho nội dung; bỏ trống là kho có sẵn trong chương trình."`
}

// Run prints the changes on standard output.
func (c *Laws) Run() error {
	if err := base.CheckDir(c.Dir); err != nil {
		return err
	}
	day := content.DayOf(time.Now())
	if c.From != "" {
		var err error
		if day, err = content.ParseDay(c.From); err != nil {
			return fmt.Errorf("ngày %q không đúng; hãy viết dạng 2027-03-01", c.From)
		}
	}
	lib, _ := content.Load(base.FS(c.Dir))
	return writeChanges(os.Stdout, review.Changes(lib, day, c.Days), day, c.Days, c.All)
}

// changeWords say what happens to a document or a fact.
var changeWords = map[review.ChangeKind]string{
	review.Begins: "Bắt đầu có hiệu lực", review.Ends: "Hết hiệu lực", review.Replaced: "Được thay hoặc sửa",
}

// writeChanges lists changes by day, documents before single facts.
func writeChanges(w io.Writer, changes []review.Change, from content.Day, days int, all bool) error {
	out := bufio.NewWriter(w)
	var open int
	var last content.Day
	for _, c := range changes {
		if c.Day != last {
			fmt.Fprintf(out, "\n%s (còn %d ngày)\n", c.Day.VN(), c.Day.Sub(from))
			last = c.Day
		}
		if c.Doc == nil {
			u := c.Rests[0]
			fmt.Fprintf(out, "- Dữ kiện %s: %s:%d, %s: %s\n", factWords[c.Kind], u.File, u.Line, u.Part, oneFact(u))
			continue
		}
		fmt.Fprintf(out, "- %s: %s (%s)", changeWords[c.Kind], c.Doc.Short, c.Doc.Title)
		if c.By != nil {
			fmt.Fprintf(out, ", bởi %s", c.By.Short)
		}
		left := c.Open()
		open += len(left)
		fmt.Fprintf(out, "\n  Dựa vào: %s; còn phải xem lại %d chỗ.\n", restWords(c.Rests), len(left))
		writeRests(out, c.Rests, left, all)
	}
	fmt.Fprintf(out, "\n%d thay đổi trong %d ngày tới; %d chỗ còn phải xem lại.\n", len(changes), days, open)
	return out.Flush()
}

var factWords = map[review.ChangeKind]string{review.Begins: "bắt đầu áp dụng", review.Ends: "hết áp dụng"}

// restWords counts what rests on a document.
func restWords(uses []content.Use) string {
	entries := map[string]bool{}
	facts, shorts := 0, 0
	for _, u := range uses {
		entries[u.File] = true
		if u.Part == content.PartShort {
			shorts++
		} else {
			facts++
		}
	}
	return fmt.Sprintf("%d mục, %d dữ kiện, %d câu trả lời ngắn", len(entries), facts, shorts)
}

// writeRests lists the entries, each with the lines that rest on the document; those still to be looked at have a star.
func writeRests(out *bufio.Writer, uses, left []content.Use, all bool) {
	starred := func(u content.Use) string {
		if slices.ContainsFunc(left, func(o content.Use) bool { return o.File == u.File && o.Line == u.Line }) {
			return "*"
		}
		return ""
	}
	for i := 0; i < len(uses); {
		j := i
		var lines []string
		for ; j < len(uses) && uses[j].File == uses[i].File; j++ {
			lines = append(lines, fmt.Sprintf("%s %d%s", uses[j].Part, uses[j].Line, starred(uses[j])))
		}
		fmt.Fprintf(out, "  %s: %s\n", uses[i].File, strings.Join(lines, ", "))
		for ; all && i < j; i++ {
			fmt.Fprintf(out, "      %d%s %s\n", uses[i].Line, starred(uses[i]), oneFact(uses[i]))
		}
		i = j
	}
}

// oneFact is a statement with its situation on one line.
func oneFact(u content.Use) string {
	if u.When == "" {
		return u.Text
	}
	return u.When + ": " + u.Text
}
