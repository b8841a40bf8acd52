package console_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/people"
)

// TestLogNamesPeopleAndUnits: the log shows officials and units by name, "người đã rời" for who left, and no code of
// either.
func TestLogNamesPeopleAndUnits(t *testing.T) {
	o := newOffice(t)
	o.official("70", "Nguyễn Thị Lụa", "Văn phòng", people.RoleEditor)
	id, unit := o.personOf("70"), people.UnitID("Văn phòng")
	o.update(func(tx bot.Tx) error {
		return people.Audit(context.Background(), tx, owner, people.RoleOwner, people.VerbTasksExport,
			people.UnitID(""), "")
	})
	b := o.signedIn(owner)
	_, page := b.get("/admin/nhat-ky")
	log := words(page)
	for _, code := range []string{id, unit, "e3b0c44298fc"} {
		if strings.Contains(log, code) {
			t.Errorf("the log shows %s", code)
		}
	}
	if !strings.Contains(log, "Nguyễn Thị Lụa") || !strings.Contains(log, "Văn phòng") {
		t.Errorf("the log names nobody:\n%s", log)
	}
	o.edited()
	o.update(func(tx bot.Tx) error {
		return people.Audit(context.Background(), tx, owner, people.RoleOwner, people.VerbPersonInvite,
			people.UnitObject("Đơn vị chưa có ai"), "")
	})
	_, page = b.get("/admin/nhat-ky")
	if log := words(page); strings.Contains(log, "faq/") || strings.Contains(log,
		people.UnitObject("Đơn vị chưa có ai")) || !strings.Contains(log, "Hồ sơ của tôi đến đâu rồi") {
		t.Errorf("a path or a code of a unit stands in the log:\n%s", log)
	}
	b.follows("/admin/can-bo/roi", url.Values{"ma": {id}})
	if _, page := b.get("/admin/nhat-ky"); !strings.Contains(page, "người đã rời") || strings.Contains(page, id) {
		t.Errorf("who left:\n%s", words(page))
	}
}
