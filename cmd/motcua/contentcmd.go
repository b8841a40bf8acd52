package main

import (
	"fmt"
	"os"
	"time"

	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/portal"
	"github.com/motcua/motcua/handlers/answers"
)

// ContentCmd holds the tools for the content base.
type ContentCmd struct {
	Check  ContentCheckCmd  `cmd:"" help:"Kiểm tra kho nội dung, báo từng lỗi kèm tệp và dòng."`
	Audit  ContentAuditCmd  `cmd:"" help:"In nguồn, ngày kiểm tra và điều chưa xác minh của từng mục (Markdown)."`
	Laws   ContentLawsCmd   `cmd:"" help:"Liệt kê văn bản sắp có hiệu lực, hết hiệu lực, cùng mục và dữ kiện dựa vào."`
	Watch  ContentWatchCmd  `cmd:"" help:"Đọc lại địa chỉ chính thức của các văn bản, báo văn bản đã đổi."`
	Diff   ContentDiffCmd   `cmd:"" help:"So kho nội dung với bản xuất mới của Cổng dịch vụ công, liệt kê việc cho biên tập."`
	Export ContentExportCmd `cmd:"" help:"Ghi kho nội dung cùng các bản đã đăng từ trang quản trị ra thư mục."`
	Import ContentImportCmd `cmd:"" help:"Chuyển bản xuất của Cổng dịch vụ công (JSON lines) thành kho nội dung."`
}

// ContentCheckCmd reports every fault of a base.
type ContentCheckCmd struct {
	Dir     string `arg:"" optional:"" placeholder:"THƯ-MỤC" help:"Thư mục kho nội dung; bỏ trống là kho có sẵn trong chương trình."`
	Diff    bool   `help:"Cho biết các câu hỏi mẫu trả lời khác đi thế nào so với kho có sẵn trong chương trình (hoặc --against)."`
	Against string `placeholder:"THƯ-MỤC" help:"Kho nội dung cũ để so sánh."`
}

// Run prints the faults, one a line, and fails when one of them is more than a warning.
func (c *ContentCheckCmd) Run() error {
	if err := checkDir(c.Dir); err != nil {
		return err
	}
	if n := content.Check(contentFS(c.Dir), os.Stdout); n > 0 {
		return exit{1, fmt.Errorf("có %d lỗi", n)}
	}
	if !c.Diff {
		return nil
	}
	before, err := openKnowledge(c.Against)
	if err != nil {
		return err
	}
	after, err := openKnowledge(c.Dir)
	if err != nil {
		return err
	}
	changes := answers.GoldenDiff(before, after)
	for _, ch := range changes {
		fmt.Println(ch)
	}
	fmt.Printf("%d câu hỏi mẫu trả lời khác đi.\n", len(changes))
	return nil
}

// ContentAuditCmd prints where everything comes from.
type ContentAuditCmd struct {
	Dir string `arg:"" optional:"" placeholder:"THƯ-MỤC" help:"Thư mục kho nội dung; bỏ trống là kho có sẵn trong chương trình."`
}

// Run prints the audit on standard output.
func (c *ContentAuditCmd) Run() error {
	if err := checkDir(c.Dir); err != nil {
		return err
	}
	lib, _ := content.Load(contentFS(c.Dir))
	return content.Audit(lib, os.Stdout)
}

// ContentImportCmd turns an export into a base.
type ContentImportCmd struct {
	File string `arg:"" placeholder:"TỆP.jsonl" help:"Bản xuất, mỗi dòng một thủ tục."`
	Dir  string `arg:"" placeholder:"THƯ-MỤC" help:"Nơi ghi kho nội dung."`
}

// Run writes the base and says how many entries it has.
func (c *ContentImportCmd) Run() error {
	in, err := os.Open(c.File)
	if err != nil {
		return fmt.Errorf("không mở được tệp: %w", err)
	}
	defer in.Close()
	n, found, err := portal.Import(in, c.Dir, content.DayOf(time.Now()))
	for _, f := range found {
		fmt.Fprintln(os.Stderr, f)
	}
	if err != nil {
		return fmt.Errorf("đã ghi %d thủ tục thì dừng: %w", n, err)
	}
	fmt.Printf("Đã ghi %d thủ tục vào %s.\n", n, c.Dir)
	if len(found.Errors()) > 0 {
		return exit{1, fmt.Errorf("có %d dòng không chuyển được", len(found.Errors()))}
	}
	return nil
}
