package console

import (
	"context"
	"net/http"

	"github.com/motcua/motcua/handlers/people"

	"github.com/motcua/motcua/bot"
)

// signInPage shows the button of a link, or how to get one. It uses nothing up.
func (c *Console) signInPage(w http.ResponseWriter, r *http.Request) {
	c.askSignIn(w, r, http.StatusOK, r.URL.Query().Get("ma"))
}

func (c *Console) askSignIn(w http.ResponseWriter, r *http.Request, status int, token string) {
	if len(token) > 100 {
		token = ""
	}
	whose, err := c.whose(r.Context(), token)
	if err != nil {
		c.fail(w, r, nil, err)
		return
	}
	c.write(&Visit{w: w, r: r, ctx: r.Context()}, status, "signin", "Đăng nhập", map[string]any{
		"Token": token, "Whose": whose, "Office": c.Bot.Config.Office, "Unsafe": !c.safePlace(r),
	})
}

// whose is the name and the role of whoever a link is for, so that nobody signs in as another by mistake; "" when the
// link is none.
func (c *Console) whose(ctx context.Context, token string) (string, error) {
	var l people.Login
	if found, err := c.State.Get(ctx, people.LoginKey(token), &l); token == "" || err != nil || !found {
		return "", err
	}
	role, name, _, err := c.whoHas(ctx, l.Chat)
	if name == "" {
		return people.RoleNames[role], err
	}
	return name + " (" + people.RoleNames[role] + ")", err
}

// signIn uses a link up and begins a session.
func (c *Console) signIn(w http.ResponseWriter, r *http.Request) {
	if wait := c.signIns.Wait(c.guard.Address(r)); wait > 0 {
		c.tooMany(w, wait)
		return
	}
	if err := c.readForm(w, r); err != nil {
		c.fail(w, r, nil, err)
		return
	}
	if !c.safePlace(r) {
		c.fail(w, r, nil, refusal{http.StatusForbidden, textOnlyHTTPS})
		return
	}
	link, cookie := r.PostFormValue("ma"), people.NewToken()
	if len(link) != 43 {
		c.fail(w, r, nil, refusal{http.StatusForbidden, textUsedLink})
		return
	}
	s := Session{ID: people.TokenHash(cookie), CSRF: people.NewToken(), Agent: Cut(r.UserAgent(), 120)}
	used := false
	err := c.State.Update(r.Context(), func(tx bot.Tx) error {
		var l people.Login
		key := people.LoginKey(link)
		found, err := tx.Get(r.Context(), key, &l)
		if used = !found || tx.Now().Sub(l.At) > people.LoginTTL; err != nil || used {
			return err
		}
		role, _, err := c.Bot.People.RoleOf(r.Context(), tx, l.Chat)
		if used = role == people.RoleNone || role == people.RoleMember; err != nil || used {
			return err
		}
		tx.Delete(key)
		s.Chat, s.Since = l.Chat, tx.Now()
		tx.Put(sessionKey(s.ID), s, sessionTTL)
		tx.Put(people.SignedInKey, true, 0)
		tx.Add(sessionsSet, s.ID, s.Since.UnixMilli())
		return people.Audit(r.Context(), tx, l.Chat, role, people.VerbConsoleLogin, "", "")
	})
	if err == nil && used {
		err = refusal{http.StatusForbidden, textUsedLink}
	}
	if err != nil {
		c.fail(w, r, nil, err)
		return
	}
	c.setCookie(w, r, cookie, int(sessionTTL.Seconds()))
	http.Redirect(w, r, "/admin", http.StatusSeeOther)
}

// setCookie sets the session's cookie for so many seconds; fewer than 0 remove it.
func (c *Console) setCookie(w http.ResponseWriter, r *http.Request, value string, seconds int) {
	secure := c.guard.Encrypted(r)
	http.SetCookie(w, &http.Cookie{ //nolint:gosec // without Secure at this very machine alone: see safePlace
		Name: cookieName(secure), Value: value, Path: "/", HttpOnly: true, Secure: secure,
		SameSite: http.SameSiteStrictMode, MaxAge: seconds,
	})
}

func (c *Console) signOut(v *Visit) error {
	err := c.State.Update(v.ctx, func(tx bot.Tx) error {
		endSession(tx, v.s.ID)
		return people.Audit(v.ctx, tx, v.s.Chat, v.role, people.VerbConsoleLogout, "", "")
	})
	if err != nil {
		return err
	}
	c.setCookie(v.w, v.r, "", -1)
	http.Redirect(v.w, v.r, "/admin/vao", http.StatusSeeOther)
	return nil
}
