package content

import (
	"fmt"
	"io"
	"io/fs"

	"github.com/motcua/motcua/content/bounded"
)

// notSource is why something in a content folder is not read; what says it to an editor.
type notSource struct{ what string }

func (e *notSource) Error() string { return e.what }

// readSource reads a file of a base. What is no file is refused before it is opened, since a pipe would never end, and so
// is one that is larger than any text that a person writes.
func readSource(fsys fs.FS, name string) ([]byte, error) {
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, &notSource{"đây không phải tệp thường (" + kindOf(info.Mode()) + "); hãy bỏ khỏi thư mục nội dung"}
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	src, err := io.ReadAll(io.LimitReader(f, bounded.MaxBytes+1))
	if len(src) > bounded.MaxBytes {
		return nil, &notSource{fmt.Sprintf("tệp lớn quá %d KB; hãy chia thành nhiều tệp", bounded.MaxBytes>>10)}
	}
	return src, err
}

func kindOf(m fs.FileMode) string {
	switch {
	case m.IsDir():
		return "thư mục"
	case m&fs.ModeNamedPipe != 0:
		return "ống dẫn"
	case m&fs.ModeSocket != 0:
		return "socket"
	case m&fs.ModeDevice != 0:
		return "thiết bị"
	case m&fs.ModeSymlink != 0:
		return "liên kết"
	}
	return "loại lạ"
}
