package handlers_test

import (
	"strings"
	"testing"

	"github.com/motcua/motcua/handlers/subscribers"
)

// TestNarrowerSubscription: who has everything and asks for a field gets that field alone; the fields are offered.
func TestNarrowerSubscription(t *testing.T) {
	o := newAgency(t)
	if got := texts(o.acts(citizen).says("/dangky")); !strings.Contains(got, "Các lĩnh vực hay hỏi: ") {
		t.Errorf("nothing is offered:\n%s", got)
	}
	in := func(set string) bool {
		_, is, err := o.state.Score(t.Context(), set, citizen.String())
		if err != nil {
			t.Fatal(err)
		}
		return is
	}
	if !in(subscribers.AllOnSet("telegram")) {
		t.Fatal("not subscribed to everything")
	}
	if got := texts(o.says("/dangky hộ tịch")); !strings.Contains(got,
		"Các thông báo khác của cơ quan ông/bà không nhận nữa") {
		t.Errorf("says\n%s", got)
	}
	if in(subscribers.AllOnSet("telegram")) || !in(subscribers.SubscribersSet) {
		t.Error("still in the group of everything")
	}
	if got := texts(o.says("/dangky")); strings.Contains(got, "không nhận nữa") ||
		!in(subscribers.AllOnSet("telegram")) {
		t.Errorf("everything again:\n%s", got)
	}
}
