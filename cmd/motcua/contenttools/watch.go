package contenttools

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"time"

	"github.com/motcua/motcua/cmd/motcua/base"
	"github.com/motcua/motcua/cmd/motcua/exit"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/watch"
)

// Watch re-reads the official addresses of documents.
type Watch struct {
	State string        `required:"" placeholder:"TỆP.json" help:"Tệp ghi dấu của lần đọc trước; chưa có thì được tạo."`
	Most  int           `default:"50" placeholder:"SỐ" help:"Mỗi lần đọc nhiều nhất bao nhiêu địa chỉ; lần sau đọc tiếp các địa chỉ lâu chưa đọc."`
	Pause time.Duration `default:"5s" placeholder:"GIÂY" help:"Nghỉ giữa hai địa chỉ."`
	Dir   string        `arg:"" optional:"" placeholder:"THƯ-MỤC" help:"Thư mục kho nội dung; bỏ trống là kho có sẵn trong chương trình."`
}

// outcomeWords say what became of an address.
var outcomeWords = map[watch.Outcome]string{
	watch.New: "đọc lần đầu", watch.Changed: "ĐÃ ĐỔI", watch.Gone: "KHÔNG CÒN", watch.Unread: "không đọc được",
	watch.Forbidden: "không thuộc trang Nhà nước",
}

// Run reads, reports what changed and keeps the marks for the next time. It fails when a text changed or is gone, so
// that a timer can tell an editor.
func (c *Watch) Run() error {
	if err := base.CheckDir(c.Dir); err != nil {
		return err
	}
	state, err := watch.ReadState(c.State)
	if err != nil {
		return fmt.Errorf("tệp ghi dấu: %w", err)
	}
	lib, _ := content.Load(base.FS(c.Dir))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	w := watch.Watcher{Most: c.Most, Pause: c.Pause}
	reports := w.Run(ctx, lib.Documents, state, content.DayOf(time.Now()))
	if err := state.Write(c.State); err != nil {
		return fmt.Errorf("tệp ghi dấu: %w", err)
	}
	changed := 0
	for _, r := range reports {
		if r.Outcome == watch.Changed || r.Outcome == watch.Gone {
			changed++
		}
		if words := outcomeWords[r.Outcome]; words != "" {
			why := ""
			if r.Why != "" {
				why = " (" + r.Why + ")"
			}
			fmt.Printf("%s: %s, %s%s\n", words, r.Doc.Short, r.Doc.Official, why)
		}
	}
	fmt.Printf("Đã hỏi %d địa chỉ; %d văn bản hoặc trang đã đổi hay không còn.\n", len(reports), changed)
	if changed > 0 {
		return exit.Errorf(1, "có %d địa chỉ cần biên tập xem lại", changed)
	}
	return nil
}
