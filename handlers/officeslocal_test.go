package handlers_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/offices/local"
	"github.com/motcua/motcua/handlers/people"
)

const birth = "1.001193"

// lays lays facts over an entry as somebody.
func (o *agency) lays(who bot.ChatID, slug, entry string, f local.Facts) error {
	o.t.Helper()
	return o.state.Update(context.Background(), func(tx bot.Tx) error {
		by, _, err := o.h.People.ActorAt(context.Background(), tx, who, "seed")
		if err != nil {
			return err
		}
		return local.Lay(context.Background(), tx, by, communesBase(), o.h.People.OfficeBySlug(slug), entry, f)
	})
}

// TestFactsOfAnOffice: what an office lays over an entry its own people read, in the part that it belongs to, with its
// source; nobody else does. It keeps what stood there before, and is taken away again.
func TestFactsOfAnOffice(t *testing.T) {
	o := newAgency(t, several)
	editor := o.official("my", "Văn phòng xã Bình Mỹ", people.RoleEditor)
	facts := local.Facts{Fee: "5.000 đồng nếu quá hạn", Room: "Quầy số 3", Source: "Nghị quyết 1/NQ-HĐND xã",
		On: content.NewDay(2026, 11, 20)}
	if err := o.lays(editor, "binh-my", birth, facts); err != nil {
		t.Fatal(err)
	}
	mine, other := bot.ChatID{Channel: "telegram", ID: "m"}, bot.ChatID{Channel: "telegram", ID: "a"}
	o.acts(mine).says("tôi ở xã Bình Mỹ")
	o.acts(other).says("tôi ở xã Bình An")
	for _, tc := range []struct {
		asks  string
		reads []string
		not   string
	}{
		{"lệ phí khai sinh", []string{"Riêng ở xã Bình Mỹ", "5.000 đồng",
			"Nghị quyết 1/NQ-HĐND xã, kiểm tra 20/11/2026"}, "Quầy"},
		{"khai sinh nộp ở đâu", []string{"Quầy số 3", "Số 1 đường Mẫu"}, "5.000"},
		{"khai sinh mất bao lâu", nil, "Riêng ở"},
	} {
		said := texts(o.acts(mine).says(tc.asks))
		for _, words := range tc.reads {
			if !strings.Contains(said, words) {
				t.Errorf("%q: lacks %q\n%s", tc.asks, words, said)
			}
		}
		if strings.Contains(said, tc.not) {
			t.Errorf("%q: has %q\n%s", tc.asks, tc.not, said)
		}
		if said := texts(o.acts(other).says(tc.asks)); strings.Contains(said, "Riêng ở") ||
			strings.Contains(said, "Quầy số 3") {
			t.Errorf("%q: another office's people read %s", tc.asks, said)
		}
	}
	facts.Room = "Quầy số 5"
	if err := o.lays(editor, "binh-my", birth, facts); err != nil {
		t.Fatal(err)
	}
	if err := o.lays(editor, "binh-my", birth, local.Facts{}); err != nil {
		t.Fatal(err)
	}
	l, found, err := local.Of(context.Background(), o.state, "binh-my", birth)
	if err != nil || !found || !l.None() || len(l.Was) != 2 || l.Was[1].Room != "Quầy số 5" ||
		l.Was[0].By != "Cán bộ my" {
		t.Errorf("%+v, %v", l, err)
	}
	if said := texts(o.acts(mine).says("khai sinh nộp ở đâu")); strings.Contains(said, "Riêng ở") {
		t.Errorf("taken away, and still read: %s", said)
	}
}

// TestWhoLaysFacts: editors and admins, over entries that there are, with a source, in their own office or in any.
func TestWhoLaysFacts(t *testing.T) {
	good := local.Facts{Room: "Quầy số 3", Source: "Văn phòng xác nhận"}
	for _, tc := range []struct {
		name, unit string
		role       people.Role
		entry      string
		facts      local.Facts
		may        bool
	}{
		{"own editor", "Văn phòng xã Bình Mỹ", people.RoleEditor, birth, good, true},
		{"own admin", "Văn phòng xã Bình Mỹ", people.RoleAdmin, birth, good, true},
		{"editor of all", "Sở Nội vụ", people.RoleEditor, birth, good, true},
		{"own head", "Văn phòng xã Bình Mỹ", people.RoleHead, birth, good, false},
		{"own viewer", "Văn phòng xã Bình Mỹ", people.RoleViewer, birth, good, false},
		{"another's editor", "Văn phòng xã Bình An", people.RoleEditor, birth, good, false},
		{"no source", "Văn phòng xã Bình Mỹ", people.RoleEditor, birth, local.Facts{Room: "Quầy số 3"}, false},
		{"no entry", "Văn phòng xã Bình Mỹ", people.RoleEditor, "khong-co", good, false},
		{"nothing", "Văn phòng xã Bình Mỹ", people.RoleEditor, birth, local.Facts{Source: "x"}, false},
		{"too long", "Văn phòng xã Bình Mỹ", people.RoleEditor, birth,
			local.Facts{Room: strings.Repeat("ạ", 301), Source: "x"}, false},
	} {
		o := newAgency(t, several)
		err := o.lays(o.official("x", tc.unit, tc.role), "binh-my", tc.entry, tc.facts)
		var no dialog.Refusal
		if refused := errors.As(err, &no); refused == tc.may || !refused && err != nil {
			t.Errorf("%s: %v", tc.name, err)
		}
	}
}
