package content

import "testing"

// BenchmarkLoadEmbedded is what every start of the program costs.
func BenchmarkLoadEmbedded(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, faults := Load(Embedded()); len(faults.Errors()) > 0 {
			b.Fatal(faults.Errors())
		}
	}
}
