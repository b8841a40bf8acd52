package answers

import (
	"strings"
	"testing"
)

func TestCodes(t *testing.T) {
	k := embedded()
	tests := []struct{ question, entry, aspect string }{
		{"1.001193", "1.001193", ""}, {"thủ tục 1.001193", "1.001193", ""},
		{"ma thu tuc 1.001193 la gi", "1.001193", ""},
		{"1,001193", "1.001193", ""},
		{"1001193", "1.001193", ""}, {"1.001193.000.00.00.H42", "1.001193", ""}, {"(1.001193)", "1.001193", ""},
		{"1.001193.", "1.001193", ""},
		{"H42.12-251130-0001", CodeEntry, ""}, {"h42.12-251130-0001 đến đâu rồi", CodeEntry, ""},
		{"000.00.12.H42-251130-0001", CodeEntry, ""},
		{"tra giúp mã G22.99-260101-000123", CodeEntry, ""}, {"H42.12.5 - 251130 - 0001", CodeEntry, ""},
	}
	for _, tt := range tests {
		r, ok := k.Code(tt.question, testDay)
		if !ok || r.Entry != tt.entry || r.Message.Text == "" {
			t.Errorf("%q: %v, %q, want %q", tt.question, ok, r.Entry, tt.entry)
		}
		if tt.entry == CodeEntry && (strings.Contains(r.Message.Text, "251130") || !HasDossierCode(tt.question)) {
			t.Errorf("%q: the reply repeats the code, or the code is not known for one: %s", tt.question,
				r.Message.Text)
		}
	}
	if r, ok := k.Code("1.999999 là gì", testDay); !ok || r.Entry != "" ||
		!strings.Contains(r.Message.Text, "1.999999") {
		t.Errorf("an unknown code: %v, %+v", ok, r)
	}
	for _, q := range []string{"", "khai sinh", "0912345678", "1234567", "số 2 đường 30", "15/12/2026", "500.000 đồng",
		"1.000000000", "diện tích 1.200 m2", "12.001193", "nghị định 1.5"} {
		if _, ok := k.Code(q, testDay); ok {
			t.Errorf("%q was taken for a code", q)
		}
	}
}
