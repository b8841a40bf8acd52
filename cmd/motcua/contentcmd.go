package main

import (
	"fmt"
	"os"

	"github.com/motcua/motcua/content"
)

// ContentCmd holds the tools for the content base.
type ContentCmd struct {
	Check ContentCheckCmd `cmd:"" help:"Kiểm tra kho nội dung, báo từng lỗi kèm tệp và dòng."`
}

// ContentCheckCmd reports every fault of a base.
type ContentCheckCmd struct {
	Dir string `arg:"" optional:"" placeholder:"THƯ-MỤC" help:"Thư mục kho nội dung; bỏ trống là kho có sẵn trong chương trình."`
}

// Run prints the faults, one a line, and fails when one of them is more than a warning.
func (c *ContentCheckCmd) Run() error {
	if c.Dir != "" {
		if info, err := os.Stat(c.Dir); err != nil || !info.IsDir() {
			return exit{2, fmt.Errorf("không mở được thư mục %s; hãy kiểm tra lại đường dẫn", c.Dir)}
		}
	}
	if n := content.Check(contentFS(c.Dir), os.Stdout); n > 0 {
		return exit{1, fmt.Errorf("có %d lỗi", n)}
	}
	return nil
}
