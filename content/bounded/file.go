package bounded

import (
	"fmt"
	"io"
	"io/fs"
)

// ReadFile reads a file of a base. What is no file is refused before it is opened, since a pipe would never end, and so
// is one that is larger than any text that a person writes.
func ReadFile(fsys fs.FS, name string) ([]byte, error) {
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, &Error{What: "đây không phải tệp thường (" + kindOf(info.Mode()) +
			"); hãy bỏ khỏi thư mục nội dung"}
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	src, err := io.ReadAll(io.LimitReader(f, MaxBytes+1))
	if len(src) > MaxBytes {
		return nil, &Error{What: fmt.Sprintf("tệp lớn quá %d KB; hãy chia thành nhiều tệp", MaxBytes>>10)}
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
