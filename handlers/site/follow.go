package site

import (
	"net/http"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/handlers/cases"
	"github.com/motcua/motcua/handlers/dialog"
)

type followData struct {
	Code    string // as typed
	Bad     bool   // it is no code, or nobody has it
	Found   bool
	Opinion bool
	cases.Progress
}

// showFollow shows how far a question is, to whoever has its code: state and days, never words. An address may only try
// so many codes a minute, so that nobody finds them by trying.
func showFollow(v *visit) error {
	code := v.r.PathValue("code")
	if code == "" {
		if typed := strings.TrimSpace(v.r.URL.Query().Get("ma")); typed != "" {
			if ref := dialog.ReferenceIn(typed); ref != "" {
				v.w.Header().Set("Location", "theo-doi/"+ref)
				v.w.WriteHeader(http.StatusSeeOther)
				return nil
			}
			return v.following(http.StatusOK, followData{Code: typed, Bad: true})
		}
		return v.following(http.StatusOK, followData{})
	}
	if v.cfg.State == nil {
		return v.away()
	}
	if v.codes.Wait(v.guard.Address(v.r)) > 0 {
		return v.tooOften()
	}
	var c cases.Case
	var found, over bool
	err := v.cfg.State.Update(v.r.Context(), func(tx bot.Tx) error {
		source, err := v.source(tx)
		if err == nil {
			c, found, over, err = cases.Follow(v.r.Context(), tx, source, strings.ToUpper(code))
		}
		return err
	})
	switch {
	case err != nil:
		return err
	case over:
		return v.tooOften()
	case !found:
		return v.following(http.StatusNotFound, followData{Code: code, Bad: true})
	}
	d := followData{Code: c.Ref, Found: true, Opinion: !c.Question()}
	if d.Progress, err = c.Progress(v.r.Context(), v.cfg.State); err != nil {
		return err
	}
	return v.following(http.StatusOK, d)
}

func (v *visit) following(status int, d followData) error {
	p := page{Title: "Theo dõi câu hỏi", Path: "/theo-doi", Hidden: d.Code != "", Data: d,
		Description: "Xem câu hỏi hoặc ý kiến đã chuyển tới cán bộ đang ở bước nào, bằng mã đã nhận."}
	return v.write(status, keepNothing, "follow", p)
}
