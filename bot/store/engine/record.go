package engine

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
)

// Record is one key of a backup, by its name in Redis, or a piece of one: pieces of the same key are added up in their
// order.
type Record struct {
	Kind   byte // 's' string, 'l' list, 'h' hash (field, value …), 'z' zset (member, score …)
	Key    string
	Expire int64 // ms since 1970; 0 = never
	Fields []string
}

// PieceMost bounds the fields of one record, so that a set of a million members is never one lump.
const PieceMost = 2000

// frameMax bounds what a reader believes of a length: more is damage.
const frameMax = 64 << 20

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// AppendFrame appends payload as length, checksum, payload.
func AppendFrame(buf, payload []byte) []byte {
	buf = binary.LittleEndian.AppendUint32(buf, uint32(len(payload)))
	buf = binary.LittleEndian.AppendUint32(buf, crc32.Checksum(payload, castagnoli))
	return append(buf, payload...)
}

// errTorn marks the end of what can be read: a frame that is cut off or whose checksum is wrong.
var errTorn = errors.New("torn or damaged frame")

// ReadFrame returns the next payload: io.EOF after the last, an error that says "torn" where the bytes make no frame.
func ReadFrame(r *bufio.Reader) ([]byte, error) {
	var head [8]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		if errors.Is(err, io.ErrUnexpectedEOF) {
			return nil, errTorn
		}
		return nil, err
	}
	n := binary.LittleEndian.Uint32(head[:])
	if n == 0 || n > frameMax {
		return nil, errTorn
	}
	payload := make([]byte, n)
	if _, err := io.ReadFull(r, payload); err != nil {
		return nil, errTorn
	}
	if crc32.Checksum(payload, castagnoli) != binary.LittleEndian.Uint32(head[4:]) {
		return nil, errTorn
	}
	return payload, nil
}

func appendString(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// Append writes the record's payload.
func (r Record) Append(b []byte) []byte {
	b = append(b, r.Kind)
	b = appendString(b, r.Key)
	b = binary.AppendVarint(b, r.Expire)
	b = binary.AppendUvarint(b, uint64(len(r.Fields)))
	for _, f := range r.Fields {
		b = appendString(b, f)
	}
	return b
}

// ParseRecord reads what Append wrote.
func ParseRecord(payload []byte) (Record, error) {
	d := decoder{b: payload}
	r := Record{Kind: d.byte(), Key: d.string(), Expire: d.varint(), Fields: d.strings()}
	return r, d.err
}

// decoder reads a payload; after the first fault everything is zero and err is set.
type decoder struct {
	b   []byte
	err error
}

func (d *decoder) fail() {
	if d.err == nil {
		d.err = fmt.Errorf("record: %w", errTorn)
	}
	d.b = nil
}

func (d *decoder) byte() byte {
	if len(d.b) == 0 {
		d.fail()
		return 0
	}
	c := d.b[0]
	d.b = d.b[1:]
	return c
}

func (d *decoder) uvarint() uint64 {
	n, w := binary.Uvarint(d.b)
	if w <= 0 {
		d.fail()
		return 0
	}
	d.b = d.b[w:]
	return n
}

func (d *decoder) varint() int64 {
	n, w := binary.Varint(d.b)
	if w <= 0 {
		d.fail()
		return 0
	}
	d.b = d.b[w:]
	return n
}

func (d *decoder) string() string {
	n := d.uvarint()
	if n > uint64(len(d.b)) {
		d.fail()
		return ""
	}
	s := string(d.b[:n])
	d.b = d.b[n:]
	return s
}

func (d *decoder) strings() []string {
	n := d.uvarint()
	if n > uint64(len(d.b)) { // each takes a byte at least
		d.fail()
		return nil
	}
	out := make([]string, 0, n)
	for range n {
		out = append(out, d.string())
	}
	return out
}
