package disk

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/bits"
	"net/url"
	"os"
	"strings"
	"time"
)

// The format of the files is at https://sqlite.org/fileformat2.html, the checksum of a page at
// https://sqlite.org/cksumvfs.html.
const (
	magic       = "SQLite format 3\x00"
	walHeader   = 32
	frameHeader = 24
	pageBytes   = 4096
	// verifyFor bounds the look at every page when the file is opened. What is left is looked at when it is read.
	verifyFor = 500 * time.Millisecond
)

// inspect looks at the files before SQLite does, for damage that SQLite takes for something else: a header that says
// that pages have no checksums, and a log that ends early.
func (db *DB) inspect(fresh bool) error {
	log, err := inspectLog(db.path + "-wal")
	if err != nil {
		return err
	}
	if log.torn {
		db.opt.Log.Warn("the log ends in an incomplete write, which was confirmed to nobody; it is dropped")
	}
	if fresh {
		return nil
	}
	whole, err := inspectFile(db.path, log.pages)
	if err == nil && !whole {
		db.opt.Log.Info("the file is large: what was not looked at now is looked at when it is read",
			slog.Duration("time", verifyFor))
	}
	return err
}

// inspectFile reads the pages; those in the log may be half written, and are taken from there.
func inspectFile(path string, logged map[uint32]bool) (whole bool, err error) {
	f, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer f.Close()
	page := make([]byte, pageBytes)
	end := time.Now().Add(verifyFor)
	for n := uint32(1); ; n++ {
		_, err := io.ReadFull(f, page)
		if errors.Is(err, io.EOF) && n > 1 {
			return true, nil
		}
		if logged[n] {
			continue
		}
		if err != nil || n == 1 && !header(page) {
			return false, fmt.Errorf("%w: %s, page %d: %w", ErrDamaged, path, n, err)
		}
		if checksum(binary.LittleEndian, [2]uint32{}, page[:pageBytes-8]) != le(page[pageBytes-8:]) {
			return false, fmt.Errorf("%w: %s, page %d", ErrDamaged, path, n)
		}
		if n%256 == 0 && time.Now().After(end) {
			return false, nil
		}
	}
}

func header(page []byte) bool {
	return string(page[:16]) == magic && page[20] == 8 && binary.BigEndian.Uint16(page[16:]) == pageBytes
}

func le(b []byte) [2]uint32 {
	return [2]uint32{binary.LittleEndian.Uint32(b), binary.LittleEndian.Uint32(b[4:])}
}

func be(b []byte) [2]uint32 {
	return [2]uint32{binary.BigEndian.Uint32(b), binary.BigEndian.Uint32(b[4:])}
}

// checksum goes on with a checksum over b: of a log's frames, and of pages.
func checksum(order binary.ByteOrder, s [2]uint32, b []byte) [2]uint32 {
	for ; len(b) >= 8; b = b[8:] {
		s[0] += order.Uint32(b) + s[1]
		s[1] += order.Uint32(b[4:]) + s[0]
	}
	return s
}

// logState is what a log was found to be.
type logState struct {
	torn  bool            // it ends in a commit that is not whole
	pages map[uint32]bool // in commits that are
}

// logReader reads a log as SQLite does, which takes the first frame with a wrong checksum for the end.
type logReader struct {
	order binary.ByteOrder
	salts []byte
	sum   [2]uint32
	frame []byte
}

// inspectLog tells a log that a power cut ended from a damaged one. Frames are synced commit by commit, so after a
// power
// cut only those of the last commit, which nobody was told of, can be wrong. Where more than that follows, or where one
// bit turned round makes the frame right, what was synced is damaged: then it must not be opened, for SQLite would drop
// the rest.
func inspectLog(path string) (state logState, err error) {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return state, nil
	}
	if err != nil {
		return state, err
	}
	defer f.Close()
	var head [walHeader]byte
	if _, err := io.ReadFull(f, head[:]); err != nil {
		return state, nil // nothing was committed to it
	}
	r := &logReader{salts: head[16:24], frame: make([]byte, frameHeader+pageBytes)}
	order, known := byteOrder(head[:4])
	r.order = order
	r.sum = checksum(r.order, [2]uint32{}, head[:24])
	if !known || r.sum != be(head[24:]) || binary.BigEndian.Uint32(head[8:]) != pageBytes {
		if r.next(f) && binary.BigEndian.Uint32(r.frame[4:]) < 1<<24 {
			return state, fmt.Errorf("%w: head of %s", ErrDamaged, path)
		}
		return state, nil
	}
	var open []uint32 // of a commit that has not ended
	state.pages = make(map[uint32]bool)
	for r.next(f) && r.right() {
		open = append(open, binary.BigEndian.Uint32(r.frame))
		if r.commits() {
			for _, n := range open {
				state.pages[n] = true
			}
			open = open[:0]
		}
	}
	return state, r.rest(f, path, &state, len(open) > 0)
}

// rest judges the frame that is not right, and what comes after it.
func (r *logReader) rest(f io.Reader, path string, state *logState, open bool) error {
	if !r.similar() { // of an earlier log, which lies in the file already; or the end
		state.torn = open
		return nil
	}
	state.torn = true
	if r.oneBit() {
		return fmt.Errorf("%w: a bit in %s", ErrDamaged, path)
	}
	commits := 0
	for more := true; more; more = r.next(f) && r.similar() {
		if r.commits() {
			commits++
		}
	}
	if commits > 1 {
		return fmt.Errorf("%w: %s holds %d commits behind a damaged place", ErrDamaged, path, commits)
	}
	return nil
}

// next reads a frame; false at the end, also where it is cut off: then what is left of the frame is zero.
func (r *logReader) next(f io.Reader) bool {
	_, err := io.ReadFull(f, r.frame)
	if err != nil {
		clear(r.frame)
	}
	return err == nil
}

// right goes on to a frame that is as it was written.
func (r *logReader) right() bool {
	sum := checksum(r.order, checksum(r.order, r.sum, r.frame[:8]), r.frame[frameHeader:])
	if !bytes.Equal(r.frame[8:16], r.salts) || sum != be(r.frame[16:24]) {
		return false
	}
	r.sum = sum
	return true
}

func (r *logReader) commits() bool { return binary.BigEndian.Uint32(r.frame[4:]) != 0 }

// similar reports whether the frame's salts are the log's, or all but a bit of them.
func (r *logReader) similar() bool {
	return bits.OnesCount64(binary.BigEndian.Uint64(r.frame[8:])^binary.BigEndian.Uint64(r.salts)) <= 1
}

// oneBit reports whether the frame were right if one bit were different. A write that is not whole is never that near.
func (r *logReader) oneBit() bool {
	if !bytes.Equal(r.frame[8:16], r.salts) {
		clone := bytes.Clone(r.frame)
		copy(clone[8:16], r.salts)
		fixed := logReader{order: r.order, salts: r.salts, sum: r.sum, frame: clone}
		return fixed.right()
	}
	want := be(r.frame[16:24])
	whole := checksum(r.order, checksum(r.order, r.sum, r.frame[:8]), r.frame[frameHeader:])
	if bits.OnesCount32(whole[0]^want[0])+bits.OnesCount32(whole[1]^want[1]) == 1 {
		return true
	}
	return oneOff(r.order, append(bytes.Clone(r.frame[:8]), r.frame[frameHeader:]...),
		[2]uint32{want[0] - whole[0], want[1] - whole[1]})
}

// oneOff reports whether one bit of b, were it different, would change b's checksum by that much. A checksum is a sum:
// what a bit adds to it hangs on its place alone.
func oneOff(order binary.ByteOrder, b []byte, by [2]uint32) bool {
	first, second := [2]uint32{1, 1}, [2]uint32{0, 1} // what 1 in a step's first and second word adds to the end
	for at := len(b) - 8; at >= 0; at -= 8 {
		if bitAdds(order.Uint32(b[at:]), first, by) || bitAdds(order.Uint32(b[at+4:]), second, by) {
			return true
		}
		first, second = step(first), step(second)
	}
	return false
}

// bitAdds reports whether a bit of word, turned round, adds that much, where 1 adds one.
func bitAdds(word uint32, one, by [2]uint32) bool {
	for bit := range 32 {
		d := uint32(1) << bit
		if word&d != 0 {
			d = -d
		}
		if d*one[0] == by[0] && d*one[1] == by[1] {
			return true
		}
	}
	return false
}

// step is what a checksum does with its sums between two words.
func step(s [2]uint32) [2]uint32 { return [2]uint32{s[0] + s[1], s[0] + 2*s[1]} }

func byteOrder(magic []byte) (binary.ByteOrder, bool) {
	switch binary.BigEndian.Uint32(magic) {
	case 0x377f0682:
		return binary.LittleEndian, true
	case 0x377f0683:
		return binary.BigEndian, true
	}
	return binary.LittleEndian, false
}

// escape makes a path part of a URI.
func escape(path string) string {
	return strings.ReplaceAll((&url.URL{Path: path}).EscapedPath(), "?", "%3f")
}
