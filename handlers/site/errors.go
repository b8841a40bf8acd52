package site

import (
	"log/slog"
	"net/http"
)

// fail answers with the page of an error of ours.
func (v *visit) fail(err error) {
	v.cfg.Log.LogAttrs(v.r.Context(), slog.LevelError, "page", slog.String("path", v.r.URL.Path),
		slog.Any("error", err))
	v.w.Header().Set("Retry-After", "5")
	v.sorry(http.StatusServiceUnavailable, textBusy, textBusyMore)
}

// sorry answers with a page that says why there is nothing else, and the ways on.
func (v *visit) sorry(status int, title, text string) {
	p := page{Title: title, Path: "/", Hidden: true, Data: v.ways(text)}
	if err := v.write(status, keepNothing, "error", p); err != nil {
		v.cfg.Log.LogAttrs(v.r.Context(), slog.LevelError, "page not drawn", slog.Any("error", err))
		http.Error(v.w, text, http.StatusInternalServerError)
	}
}

type errorData struct {
	Text   string
	Topics []tile
}

func (v *visit) ways(text string) errorData { return errorData{text, v.tiles()} }

// missing answers that there is no such page.
func (v *visit) missing() error {
	v.sorry(http.StatusNotFound, textNoPage, textMissing)
	return nil
}

// tooOften answers somebody who does something too often.
func (v *visit) tooOften() error {
	v.w.Header().Set("Retry-After", "60")
	v.sorry(http.StatusTooManyRequests, textFast, textFastMore)
	return nil
}

func showOffline(v *visit) error {
	return v.show("error", page{Title: textOffline, Path: "/ngoai-tuyen", Hidden: true, Data: v.ways(textWaiting)})
}

// away answers pages that need the state when there is none.
func (v *visit) away() error {
	v.sorry(http.StatusServiceUnavailable, textBusy, textBusyMore)
	return nil
}
