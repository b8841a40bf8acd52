package store

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"testing"
)

// TestUnpackedGrowth: what would unpack to gigabytes is given up on at the bound; what grows as our own do is read.
func TestUnpackedGrowth(t *testing.T) {
	SmallSpare(t)
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	part := make([]byte, 1<<18)
	for range 16 {
		if _, err := z.Write(part); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	size := int64(bomb.Len())
	u, err := unpack(&bomb)
	if err != nil {
		t.Fatal(err)
	}
	n, err := io.Copy(io.Discard, u)
	if most := growthSpare + growthMax*size + 1<<18; !errors.Is(err, errGrows) || n > most {
		t.Errorf("%d bytes of %d, %v", n, size, err)
	}
}
