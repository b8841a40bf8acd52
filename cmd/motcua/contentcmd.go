package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/motcua/motcua/cmd/motcua/base"
	"github.com/motcua/motcua/cmd/motcua/contenttools"
	"github.com/motcua/motcua/cmd/motcua/control"
	"github.com/motcua/motcua/cmd/motcua/exit"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/library"
)

// ContentCmd holds the tools for the content base.
type ContentCmd struct {
	Check  contenttools.Check  `cmd:"" help:"Kiểm tra kho nội dung, báo từng lỗi kèm tệp và dòng."`
	Audit  contenttools.Audit  `cmd:"" help:"In nguồn, ngày kiểm tra và điều chưa xác minh của từng mục (Markdown)."`
	Laws   contenttools.Laws   `cmd:"" help:"Liệt kê văn bản sắp có hiệu lực, hết hiệu lực, cùng mục và dữ kiện dựa vào."`
	Watch  contenttools.Watch  `cmd:"" help:"Đọc lại địa chỉ chính thức của các văn bản, báo văn bản đã đổi."`
	Diff   contenttools.Diff   `cmd:"" help:"So kho nội dung với bản xuất mới của Cổng dịch vụ công, liệt kê việc cho biên tập."`
	Export ContentExportCmd    `cmd:"" help:"Ghi kho nội dung cùng các bản đã đăng từ trang quản trị ra thư mục."`
	Site   contenttools.Site   `cmd:"" help:"Ghi các trang thủ tục thành tệp HTML, đặt được trên máy chủ web bất kỳ."`
	Import contenttools.Import `cmd:"" help:"Chuyển bản xuất của Cổng dịch vụ công (JSON lines) thành kho nội dung."`
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
		return exit.Errorf(1, "thư mục %s không trống; hãy chọn thư mục khác", c.Dir)
	}
	versions, err := c.versions(ctx)
	if err != nil {
		return err
	}
	layer := content.NewOverlay(base.FS(c.Content))
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
		return base.WriteWhole(root, name, text)
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
