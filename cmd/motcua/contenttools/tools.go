// Package contenttools is the tools for the content base on the command line: motcua content check, diff, laws, …
// "motcua content export", which asks the running bot, is with the others that do.
package contenttools

import (
	"fmt"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/motcua/motcua/cmd/motcua/base"
	"github.com/motcua/motcua/cmd/motcua/exit"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/portal"
	"github.com/motcua/motcua/content/review"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/site"
)

// Check reports every fault of a base.
type Check struct {
	Dir     string `arg:"" optional:"" placeholder:"THƯ-MỤC" help:"Thư mục kho nội dung; bỏ trống là kho có sẵn trong chương trình."`
	Diff    bool   `help:"Cho biết các câu hỏi mẫu trả lời khác đi thế nào so với kho có sẵn trong chương trình (hoặc --against)."`
	Against string `placeholder:"THƯ-MỤC" help:"Kho nội dung cũ để so sánh."`
}

// Run prints the faults, one a line, and fails when one of them is more than a warning.
func (c *Check) Run() error {
	if err := base.CheckDir(c.Dir); err != nil {
		return err
	}
	if n := content.Check(base.FS(c.Dir), os.Stdout); n > 0 {
		return exit.Errorf(1, "có %d lỗi", n)
	}
	if !c.Diff {
		return nil
	}
	before, err := base.Open(c.Against)
	if err != nil {
		return err
	}
	after, err := base.Open(c.Dir)
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

// Audit prints where everything comes from.
type Audit struct {
	Dir string `arg:"" optional:"" placeholder:"THƯ-MỤC" help:"Thư mục kho nội dung; bỏ trống là kho có sẵn trong chương trình."`
}

// Run prints the audit on standard output.
func (c *Audit) Run() error {
	if err := base.CheckDir(c.Dir); err != nil {
		return err
	}
	lib, _ := content.Load(base.FS(c.Dir))
	return review.Audit(lib, os.Stdout)
}

// Import turns an export into a base.
type Import struct {
	File string `arg:"" placeholder:"TỆP.jsonl" help:"Bản xuất, mỗi dòng một thủ tục."`
	Dir  string `arg:"" placeholder:"THƯ-MỤC" help:"Nơi ghi kho nội dung."`
}

// Run writes the base and says how many entries it has.
func (c *Import) Run() error {
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
		return exit.Errorf(1, "có %d dòng không chuyển được", len(found.Errors()))
	}
	return nil
}

// Site writes the citizen's pages of a base as files.
type Site struct {
	Dir     string `arg:"" placeholder:"THƯ-MỤC-RA" help:"Nơi ghi; phải trống hoặc chưa có."`
	Content string `env:"MOTCUA_CONTENT" placeholder:"THƯ-MỤC" help:"Kho nội dung; bỏ trống là kho có sẵn."`
	Office  string `env:"MOTCUA_OFFICE" default:"Bộ phận Một cửa" placeholder:"TÊN" help:"Tên cơ quan trên các trang."`
	URL     string `placeholder:"URL" help:"Địa chỉ https mà các tệp sẽ nằm ở đó; có thì mới có sitemap, canonical và ảnh xem trước."`
	Server  string `placeholder:"URL" help:"Địa chỉ của bot đang chạy, để nối ô tìm, khung chat, góp ý; bỏ trống thì không có các phần đó."`
}

// Run writes the pages and says how many files there are.
func (c *Site) Run() error {
	if list, err := os.ReadDir(c.Dir); err == nil && len(list) > 0 {
		return exit.Errorf(1, "thư mục %s không trống; hãy chọn thư mục khác", c.Dir)
	}
	for _, address := range []string{c.URL, c.Server} {
		if u, err := url.Parse(address); address != "" &&
			(err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
			return exit.Errorf(2, "%q không phải địa chỉ http(s)", address)
		}
	}
	know, err := base.Open(c.Content)
	if err != nil {
		return err
	}
	n, err := site.Files(know, site.Config{Office: c.Office, PublicURL: c.URL}, strings.TrimRight(c.Server, "/"), c.Dir)
	if err != nil {
		return err
	}
	fmt.Printf("Đã ghi %d tệp vào %s.\n", n, c.Dir)
	return nil
}
