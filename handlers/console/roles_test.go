package console_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/people"
	"github.com/motcua/motcua/handlers/tasks"
)

// as runs a deed of staff as the actor of a chat.
func (o *office) as(chat bot.ChatID, do func(tx bot.Tx, by people.Actor) error) error {
	o.t.Helper()
	return o.state.Update(context.Background(), func(tx bot.Tx) error {
		by, _, err := o.bot.People.ActorAt(context.Background(), tx, chat, people.NewToken())
		if err != nil {
			return err
		}
		return do(tx, by)
	})
}

// TestSessionEndsWithItsRole: a demoted official is out at once, and is not in again when the role comes back within
// the session's hours.
func TestSessionEndsWithItsRole(t *testing.T) {
	o := newOffice(t)
	ctx := context.Background()
	chat := o.official("31", "Trần Thị Lan", "Tư pháp", people.RoleEditor)
	setRole := func(role people.Role) {
		t.Helper()
		o.now.Add(60)
		if err := o.as(owner, func(tx bot.Tx, by people.Actor) error {
			_, err := o.bot.Staff.SetRole(ctx, tx, by, chat, role)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		o.now.Add(60)
	}
	for _, between := range []func(b *browser){
		func(b *browser) { // the browser asks while the role is gone
			if status, _ := b.get("/admin"); status != http.StatusUnauthorized {
				t.Errorf("without the role: %d", status)
			}
		},
		func(*browser) {}, // or only after it came back
	} {
		b := o.signedIn(chat)
		if status, _ := b.get("/admin"); status != http.StatusOK {
			t.Fatalf("signed in: %d", status)
		}
		setRole(people.RoleMember)
		between(b)
		setRole(people.RoleEditor)
		if status, _ := b.get("/admin"); status != http.StatusUnauthorized {
			t.Errorf("the role is back, and so is the session: %d", status)
		}
		if status, _ := o.signedIn(chat).get("/admin"); status != http.StatusOK {
			t.Errorf("signed in anew: %d", status)
		}
	}
	// A phone that was cut and linked again.
	b := o.signedIn(chat)
	o.now.Add(60)
	if err := o.as(owner, func(tx bot.Tx, by people.Actor) error {
		_,
			err := o.bot.Staff.Unlink(ctx, tx, by, chat)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	o.now.Add(60)
	o.official("31", "Trần Thị Lan", "Tư pháp", people.RoleEditor)
	if status, _ := b.get("/admin"); status != http.StatusUnauthorized {
		t.Errorf("after the chat was cut and linked again: %d", status)
	}
}

// TestSignInPageSaysWhose: whoever opens a link reads whose it is before signing in.
func TestSignInPageSaysWhose(t *testing.T) {
	o := newOffice(t)
	chat := o.official("31", "Trần Thị Lan", "Tư pháp", people.RoleEditor)
	link := o.link(chat)
	_, page := o.browser().get(strings.TrimPrefix(link, o.URL))
	if !strings.Contains(page, "Trần Thị Lan (biên tập viên)") {
		t.Errorf("%s", page)
	}
	if _, page := o.browser().get("/admin/vao?ma=" + strings.Repeat("x", 43)); strings.Contains(page,
		"Liên kết này của") {
		t.Error("a link that is none is somebody's")
	}
}

// TestExportsAreLogged: each table that leaves the console stands in the log.
func TestExportsAreLogged(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn(owner)
	for path, what := range map[string]string{
		"/admin/y-kien/xuat": "y-kien", "/admin/y-kien/xuat?dang=csv": "y-kien",
		"/admin/y-kien/bao-cao": "bao-cao-hai-long", "/admin/nhat-ky/xuat": "nhat-ky",
	} {
		before, err := people.AuditLength(t.Context(), o.state)
		if err != nil {
			t.Fatal(err)
		}
		if status, _ := b.post(path, url.Values{}); status != http.StatusOK {
			t.Errorf("%s: %d", path, status)
		}
		lines, err := people.AuditLines(t.Context(), o.state, before+1, before+1)
		if err != nil || len(lines) != 1 || lines[0].What != people.VerbExport ||
			!strings.HasPrefix(lines[0].Object, what) {
			t.Errorf("%s wrote %+v, %v", path, lines, err)
		}
	}
}

// TestOnlyOwnersCutAdmins: an admin cuts and dismisses officials, but no owner and no other admin; himself he may.
func TestOnlyOwnersCutAdmins(t *testing.T) {
	o := newOffice(t)
	ctx := context.Background()
	admin, other := o.official("31", "Trần Thị Lan", "Tư pháp", people.RoleAdmin),
		o.official("32", "Lê Văn Cường", "Tư pháp", people.RoleAdmin)
	clerk := o.official("33", "Phạm Thị Dung", "Tư pháp", people.RoleMember)
	chief := o.official("1", "Nguyễn Văn Chủ", "Văn phòng", people.RoleMember) // the owner's chat, as an official too
	person := func(chat bot.ChatID) (p people.Person) {
		t.Helper()
		var id people.Identity
		if _, err := o.state.Get(ctx, people.IdentityKey(chat), &id); err != nil {
			t.Fatal(err)
		}
		p, found, err := people.Load(ctx, o.state, id.Person)
		if err != nil || !found {
			t.Fatalf("nobody has %s: %v", chat, err)
		}
		return p
	}
	cut := func(by, chat bot.ChatID) error {
		return o.as(by, func(tx bot.Tx, by people.Actor) error {
			_,
				err := o.bot.Staff.Unlink(ctx, tx, by, chat)
			return err
		})
	}
	dismiss := func(by, chat bot.ChatID) error {
		p := person(chat)
		return o.as(by, func(tx bot.Tx, by people.Actor) error {
			_,
				err := o.bot.Staff.Leave(ctx, tx, by, p)
			return err
		})
	}
	for _, above := range []bot.ChatID{other, chief} {
		if cut(admin, above) == nil || dismiss(admin, above) == nil {
			t.Errorf("an admin cut or dismissed %s", above)
		}
	}
	for what, err := range map[string]error{
		"an admin dismisses a clerk": dismiss(admin, clerk), "an owner cuts an admin": cut(owner, other),
		"an admin leaves": dismiss(admin, admin),
	} {
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// TestLinkedChatEndsNoRole: a chat that is only linked, without a role, cannot end the role of the main chat.
func TestLinkedChatEndsNoRole(t *testing.T) {
	o := newOffice(t)
	head := o.official("31", "Trần Thị Lan", "Tư pháp", people.RoleHead)
	text := o.says("31", bot.Update{Text: "/themkenh"})[0].Message.Text
	_, code, _ := strings.Cut(text, "/lienket ")
	o.says("41", bot.Update{Text: "/lienket " + code[:6]})
	o.says("31", bot.Update{Kind: bot.KindAction, Action: "join:yes:telegram:41"})
	answer := o.says("41", bot.Update{Kind: bot.KindAction, Action: "roi:yes"})
	if role, _, err := o.bot.People.RoleOf(context.Background(), o.state, head); err != nil || role != people.RoleHead {
		t.Errorf("the head is %q now, %v; the linked chat reads %q", role, err, answer[0].Message.Text)
	}
	o.says("31", bot.Update{Kind: bot.KindAction, Action: "roi:yes"})
	if role, _, err := o.bot.People.RoleOf(context.Background(), o.state, head); err != nil || role != people.RoleNone {
		t.Errorf("who leaves in the main chat is still %q, %v", role, err)
	}
}

// TestFeedDiesWithThePhone: cutting a lost phone closes the secret address of the official's dates, which stands in it.
func TestFeedDiesWithThePhone(t *testing.T) {
	o := newOffice(t)
	ctx := context.Background()
	o.bot.Tasks.PublicURL = "https://motcua.example"
	lost := o.official("31", "Trần Thị Lan", "Tư pháp", people.RoleMember)
	link := o.says("31", bot.Update{Text: "/lich"})[0].Message.Text
	_, rest, _ := strings.Cut(link, "https://motcua.example/")
	secret := rest[strings.LastIndex(rest[:strings.Index(rest, ".ics")], "/")+1 : strings.Index(rest, ".ics")]
	if _, found, err := tasks.Feed(ctx, o.state, secret); err != nil || !found {
		t.Fatalf("%q is no feed: %v", secret, err)
	}
	if err := o.as(owner, func(tx bot.Tx, by people.Actor) error {
		_,
			err := o.bot.Staff.Unlink(ctx, tx, by, lost)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if _, found, err := tasks.Feed(ctx, o.state, secret); err != nil || found {
		t.Errorf("the address is still open: %v", err)
	}
}
