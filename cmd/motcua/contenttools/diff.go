package contenttools

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/motcua/motcua/cmd/motcua/base"
	"github.com/motcua/motcua/cmd/motcua/exit"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/portal"
	"github.com/motcua/motcua/content/vi"
)

// Diff compares a base with a newer export of the national portal.
type Diff struct {
	File   string `arg:"" placeholder:"TỆP.jsonl" help:"Bản xuất mới của Cổng dịch vụ công, mỗi dòng một thủ tục."`
	Dir    string `arg:"" optional:"" placeholder:"THƯ-MỤC" help:"Thư mục kho nội dung; bỏ trống là kho có sẵn."`
	Record bool   `help:"Ghi nhận bản xuất này đã xem xong (sửa dòng seen trong documents của THƯ-MỤC)."`
}

// Run lists, per entry, what the portal says otherwise now, as tasks for editors.
func (c *Diff) Run() error {
	if err := base.CheckDir(c.Dir); err != nil {
		return err
	}
	if c.Record && c.Dir == "" {
		return exit.Errorf(1, "--record cần THƯ-MỤC của kho nội dung")
	}
	in, err := os.Open(c.File)
	if err != nil {
		return fmt.Errorf("không mở được tệp: %w", err)
	}
	defer in.Close()
	rows, bad, err := portal.Read(in)
	if err != nil {
		return fmt.Errorf("đọc bản xuất: %w", err)
	}
	for _, b := range bad {
		fmt.Fprintf(os.Stderr, "Dòng %d của bản xuất không đọc được, đã bỏ qua (%v)\n", b.Line, b.Err)
	}
	if len(rows) == 0 {
		return exit.Errorf(1, "bản xuất không có thủ tục nào đọc được")
	}
	lib, _ := content.Load(base.FS(c.Dir))
	tasks := portal.Diff(lib, rows)
	if held, cited := portal.Holds(lib, rows); held < cited/2 {
		fmt.Printf("Bản xuất chỉ có %d trong %d trang mà kho dẫn, hẳn là bản thiếu: không báo mã vắng mặt là mã đã "+
			"bỏ.\n",
			held, cited)
		tasks = slices.DeleteFunc(tasks, func(t portal.Task) bool { return t.Part == "" })
	}
	if err := writeTasks(os.Stdout, tasks); err != nil || !c.Record {
		return err
	}
	n, err := portal.Record(c.Dir, rows)
	if err != nil {
		return fmt.Errorf("ghi documents: %w", err)
	}
	fmt.Printf("Đã ghi nhận %d trang.\n", n)
	return nil
}

// partWords are the parts of a portal page in the words of editors.
var partWords = map[string]string{
	"title": "tên thủ tục", "who": "đối tượng, điều kiện", "where": "cơ quan thực hiện", "time": "thời hạn",
	"fee":    "phí, lệ phí",
	"result": "kết quả", "legal": "căn cứ", "dossier": "hồ sơ", "steps": "trình tự",
}

// maxNow is the most runes of a portal's text that a task quotes.
const maxNow = 300

// writeTasks writes the tasks by entry.
func writeTasks(w io.Writer, tasks []portal.Task) error {
	out := bufio.NewWriter(w)
	last := ""
	for _, t := range tasks {
		if head := fmt.Sprintf("%s (%s), mã %s", t.File, t.Title, t.Code); head != last {
			fmt.Fprintf(out, "\n%s\n", head)
			last = head
		}
		if t.Part == "" {
			fmt.Fprintf(out, "- Cổng không còn mã này; %d chỗ dựa vào trang đó, hãy tìm thủ tục thay thế.\n",
				len(t.Facts))
			continue
		}
		fmt.Fprintf(out, "- Xem lại %s. Cổng nay ghi: %s\n",
			partWords[t.Part], vi.Shorten(strings.Join(strings.Fields(t.Now), " "), maxNow))
		for _, u := range t.Facts {
			fmt.Fprintf(out, "    dòng %d: %s\n", u.Line, oneFact(u))
		}
		if len(t.Facts) == 0 && t.Part != "title" {
			fmt.Fprintln(out, "    chưa dữ kiện nào dựa vào phần này của Cổng: đối chiếu với căn cứ mà mục đang dẫn")
		}
	}
	fmt.Fprintf(out, "\n%d việc cần xem.\n", len(tasks))
	return out.Flush()
}
