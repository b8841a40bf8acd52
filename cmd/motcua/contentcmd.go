package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/motcua/motcua/cmd/motcua/control"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/content/portal"
	"github.com/motcua/motcua/content/review"
	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/library"
	"github.com/motcua/motcua/handlers/site"
)

// ContentCmd holds the tools for the content base.
type ContentCmd struct {
	Check  ContentCheckCmd  `cmd:"" help:"Kiểm tra kho nội dung, báo từng lỗi kèm tệp và dòng."`
	Audit  ContentAuditCmd  `cmd:"" help:"In nguồn, ngày kiểm tra và điều chưa xác minh của từng mục (Markdown)."`
	Laws   ContentLawsCmd   `cmd:"" help:"Liệt kê văn bản sắp có hiệu lực, hết hiệu lực, cùng mục và dữ kiện dựa vào."`
	Watch  ContentWatchCmd  `cmd:"" help:"Đọc lại địa chỉ chính thức của các văn bản, báo văn bản đã đổi."`
	Diff   ContentDiffCmd   `cmd:"" help:"So kho nội dung với bản xuất mới của Cổng dịch vụ công, liệt kê việc cho biên tập."`
	Export ContentExportCmd `cmd:"" help:"Ghi kho nội dung cùng các bản đã đăng từ trang quản trị ra thư mục."`
	Site   ContentSiteCmd   `cmd:"" help:"Ghi các trang thủ tục thành tệp HTML, đặt được trên máy chủ web bất kỳ."`
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
	return review.Audit(lib, os.Stdout)
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

// ContentExportCmd writes the base with everything that was published.
type ContentExportCmd struct {
	stateFlags
	Content string `env:"MOTCUA_CONTENT" placeholder:"THƯ-MỤC" help:"Kho nội dung bên dưới; bỏ trống là kho có sẵn."`
	Dir     string `arg:"" placeholder:"THƯ-MỤC-RA" help:"Nơi ghi; phải trống hoặc chưa có."`
}

// Run reads the versions from the running bot, or from the state itself when none runs.
func (c *ContentExportCmd) Run(ctx context.Context) error {
	if list, err := os.ReadDir(c.Dir); err == nil && len(list) > 0 {
		return exit{1, fmt.Errorf("thư mục %s không trống; hãy chọn thư mục khác", c.Dir)}
	}
	versions, err := c.versions(ctx)
	if err != nil {
		return err
	}
	layer := content.NewOverlay(contentFS(c.Content))
	laid := library.Lay(layer.Base(), versions, c.Content != "")
	layer.Set(laid.Files)
	if err := os.MkdirAll(c.Dir, 0o755); err != nil {
		return fmt.Errorf("xuất nội dung: %w", err)
	}
	root, err := os.OpenRoot(c.Dir)
	if err != nil {
		return fmt.Errorf("xuất nội dung: %w", err)
	}
	defer root.Close()
	n := 0
	err = fs.WalkDir(layer, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(layer, name)
		if err != nil {
			return err
		}
		n++
		return writeWhole(root, name, text)
	})
	if err != nil {
		return fmt.Errorf("xuất nội dung: %w", err)
	}
	for _, path := range laid.ByHand {
		fmt.Fprintf(os.Stderr, "%s: tệp gốc đã đổi sau khi bản đăng được soạn; hãy xem lại\n", path)
	}
	fmt.Printf("Đã ghi %d tệp vào %s, trong đó %d tệp có bản đăng từ trang quản trị.\n", n, c.Dir, len(laid.Files))
	return nil
}

// versions asks the running bot, whose embedded state nobody else can open.
func (c *ContentExportCmd) versions(ctx context.Context) (out []library.Version, err error) {
	if c.RedisURL == "" {
		err := control.Call(ctx, c.Data, "/content", nil,
			func(r io.Reader) error { return json.NewDecoder(r).Decode(&out) })
		if !errors.Is(err, control.ErrNotRunning) {
			return out, err
		}
	}
	s, err := c.open(ctx)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	return library.Pages(ctx, s)
}

// ContentSiteCmd writes the citizen's pages of a base as files.
type ContentSiteCmd struct {
	Dir     string `arg:"" placeholder:"THƯ-MỤC-RA" help:"Nơi ghi; phải trống hoặc chưa có."`
	Content string `env:"MOTCUA_CONTENT" placeholder:"THƯ-MỤC" help:"Kho nội dung; bỏ trống là kho có sẵn."`
	Office  string `env:"MOTCUA_OFFICE" default:"Bộ phận Một cửa" placeholder:"TÊN" help:"Tên cơ quan trên các trang."`
	URL     string `placeholder:"URL" help:"Địa chỉ https mà các tệp sẽ nằm ở đó; có thì mới có sitemap, canonical và ảnh xem trước."`
	Server  string `placeholder:"URL" help:"Địa chỉ của bot đang chạy, để nối ô tìm, khung chat, góp ý; bỏ trống thì không có các phần đó."`
}

// Run writes the pages and says how many files there are.
func (c *ContentSiteCmd) Run() error {
	if list, err := os.ReadDir(c.Dir); err == nil && len(list) > 0 {
		return exit{1, fmt.Errorf("thư mục %s không trống; hãy chọn thư mục khác", c.Dir)}
	}
	for _, address := range []string{c.URL, c.Server} {
		if u, err := url.Parse(address); address != "" &&
			(err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
			return exit{2, fmt.Errorf("%q không phải địa chỉ http(s)", address)}
		}
	}
	know, err := openKnowledge(c.Content)
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
