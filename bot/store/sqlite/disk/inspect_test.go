package disk

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"testing"
)

// TestOneOff: each bit of a frame that is turned round is found by what it does to the checksum, and a sector
// that was written half is not taken for one.
func TestOneOff(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 9))
	for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
		b := make([]byte, 8+pageBytes)
		for i := range b {
			b[i] = byte(random.Uint32())
		}
		right := checksum(order, [2]uint32{3, 4}, b)
		differs := func() [2]uint32 {
			now := checksum(order, [2]uint32{3, 4}, b)
			return [2]uint32{right[0] - now[0], right[1] - now[1]}
		}
		flip := func(bit int) { b[bit/8] ^= 1 << (bit % 8) }
		for range 100 {
			one := random.IntN(8 * len(b))
			flip(one)
			if !oneOff(order, b, differs()) {
				t.Errorf("bit %d is not found", one)
			}
			flip(one)
			from := random.IntN(len(b) - 512)
			was := bytes.Clone(b[from : from+512])
			for i := range was {
				b[from+i] = byte(random.Uint32())
			}
			if oneOff(order, b, differs()) {
				t.Errorf("another sector at %d is taken for a bit", from)
			}
			copy(b[from:], was)
		}
		if oneOff(order, b, differs()) {
			t.Error("what is right is taken for wrong")
		}
	}
}
