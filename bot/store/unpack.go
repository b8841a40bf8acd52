package store

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
)

// A backup comes from a disk that others may have written to: it is hostile until it was read to its end. Its parts are
// bounded, and so is how much the whole may grow by being unpacked: real ones grow tenfold, what was made to fill the
// memory a thousandfold.
const (
	headMax   = 4 << 10
	growthMax = 100 // bytes for each packed one
)

// growthSpare is how many bytes a small backup may grow by in any case; tests of hostile files make it small.
var growthSpare int64 = 64 << 20

var errGrows = fmt.Errorf("it grows more than %d times when it is unpacked: no bot wrote it", growthMax)

// unpacker reads a packed backup within the bound of its growth.
type unpacker struct {
	packed   *counted
	z        *gzip.Reader
	unpacked int64
}

type counted struct {
	r io.Reader
	n int64
}

func (c *counted) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.n += int64(n)
	return n, err
}

func unpack(r io.Reader) (*unpacker, error) {
	packed := &counted{r: r}
	z, err := gzip.NewReader(packed)
	if err != nil {
		return nil, err
	}
	z.Multistream(false) // one stream is one backup
	return &unpacker{packed: packed, z: z}, nil
}

func (u *unpacker) Read(b []byte) (int, error) {
	n, err := u.z.Read(b)
	if u.unpacked += int64(n); u.unpacked > growthSpare+growthMax*u.packed.n {
		return n, errGrows
	}
	return n, err
}

// headLine reads the line of JSON at the head.
func headLine(in *bufio.Reader) ([]byte, error) {
	var line []byte
	for len(line) < headMax {
		c, err := in.ReadByte()
		if err != nil {
			return nil, err
		}
		if line = append(line, c); c == '\n' {
			return line, nil
		}
	}
	return nil, errors.New("it is too long")
}
