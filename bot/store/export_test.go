package store

import "testing"

// SmallSpare lets a backup of a test grow by 1 MB in place of 64: enough is unpacked to hit the bound, and no more.
func SmallSpare(t *testing.T) {
	t.Helper()
	before := growthSpare
	growthSpare = 1 << 20
	t.Cleanup(func() { growthSpare = before })
}
