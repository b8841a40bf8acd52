package site

import (
	"crypto/rand"
	"errors"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/content/vidate"
	"github.com/motcua/motcua/handlers/cases"
	"github.com/motcua/motcua/handlers/dialog"
	"github.com/motcua/motcua/handlers/figures"
	"github.com/motcua/motcua/handlers/people"
)

type surveyData struct {
	Unit, UnitName string
	Form           string // names this form: sent twice it is one survey
	Level          int
	Factors        [5]int
	Text           string
	Names          []string // of the factors
	Levels         []string // by level; the first is empty
	Problem        string
	Taken          bool
	Kept           string // why the opinion was not passed on
	Ref, Due       string // of the opinion that was opened
}

// Faces are the mouths of the five answers, worst first, as paths: not every phone has every picture letter.
func (surveyData) Faces() []string {
	return []string{"M7 17.5q5-6 10 0", "M8 16.8q4-3 8 0", "M8 16h8", "M8 15q4 3 8 0", "M7 14q5 6.5 10 0z"}
}

// Pick is the level that was chosen of a factor.
func (d surveyData) Pick(factor int) int { return d.Factors[factor] }

const (
	surveyCookie = "motcua_gop_y" // one survey a browser and day: a second one replaces the first
	maxSurvey    = 32 << 10
)

var tokenForm = regexp.MustCompile(`^[A-Z0-9]{26}$`)

// showSurvey asks on one page: five faces, five optional rows, one box.
func showSurvey(v *visit) error {
	if v.cfg.State == nil {
		return v.away()
	}
	d := surveyData{Unit: v.r.URL.Query().Get("o"), Form: rand.Text()}
	return v.surveyPage(http.StatusOK, d)
}

func (v *visit) surveyPage(status int, d surveyData) error {
	name, err := people.UnitName(v.r.Context(), v.cfg.State, d.Unit)
	if err != nil {
		return err
	}
	if d.UnitName = name; name == "" {
		d.Unit = ""
	}
	d.Names, d.Levels = figures.Factors(), figures.Levels[:]
	return v.write(status, keepNothing, "survey", page{Title: "Góp ý về việc phục vụ", Path: "/gop-y", Data: d,
		Description: "Chấm mức hài lòng và góp ý về việc phục vụ, không cần tên, khoảng nửa phút."})
}

// takeSurvey takes the form. It comes from a page of ours, a browser's second one of the day replaces the first, and a
// form that is sent twice counts once.
func takeSurvey(v *visit) error {
	if v.cfg.State == nil || v.cfg.Cases == nil || v.cfg.Full != nil && v.cfg.Full() {
		return v.away()
	}
	if v.guard.CheckOrigin(v.r) != nil {
		v.sorry(http.StatusForbidden, textForeign, textReload)
		return nil
	}
	if v.surveys.Wait(v.guard.Address(v.r)) > 0 {
		return v.tooOften()
	}
	v.r.Body = http.MaxBytesReader(v.w, v.r.Body, maxSurvey)
	if err := v.r.ParseForm(); err != nil {
		v.sorry(http.StatusBadRequest, textBad, textReload)
		return nil
	}
	d := surveyData{Unit: v.r.PostFormValue("o"), Form: v.r.PostFormValue("phieu"), Text: v.r.PostFormValue("y-kien"),
		Level: v.level("muc")}
	for i := range d.Factors {
		d.Factors[i] = v.level("muc-" + strconv.Itoa(i+1))
	}
	switch {
	case !tokenForm.MatchString(d.Form):
		v.sorry(http.StatusBadRequest, textBad, textReload)
		return nil
	case d.Level == 0:
		d.Problem = "Ông/bà chọn một trong năm mức ở trên rồi bấm Gửi."
		return v.surveyPage(http.StatusUnprocessableEntity, d)
	}
	var taken cases.Taken
	by := people.Actor{Chat: v.visitor(d.Form), Seed: d.Form}
	err := v.cfg.State.Update(v.r.Context(), func(tx bot.Tx) error {
		source, err := v.source(tx)
		if err != nil {
			return err
		}
		taken, err = v.cfg.Cases.TakeSurvey(v.r.Context(), tx, by, source,
			cases.Filled{Level: d.Level, Factors: d.Factors, Unit: d.Unit, Text: d.Text})
		return err
	})
	var no dialog.Refusal
	if errors.As(err, &no) {
		d.Problem = bot.Plain(no.Text)
		return v.surveyPage(refusedAs(no), d)
	}
	if err != nil {
		return err
	}
	d.Taken, d.Ref, d.Kept = true, taken.Case.Ref, bot.Plain(taken.Kept)
	if !taken.Due.IsZero() {
		d.Due = vidate.Format(taken.Due)
	}
	return v.surveyPage(http.StatusOK, d)
}

// refusedAs is the status of a refusal: what was typed can be corrected, too many have to wait.
func refusedAs(no dialog.Refusal) int {
	if no.Why == dialog.Invalid {
		return http.StatusUnprocessableEntity
	}
	return http.StatusTooManyRequests
}

// source is the key under which this address is counted: a keyed hash, so that no address is kept.
func (v *visit) source(tx bot.Tx) (string, error) {
	return people.Pseudonym(v.r.Context(), tx, "page-source", bot.ChatID{Channel: "address", ID: v.guard.Address(v.r)})
}

// visitor stands for the browser: a random name of its own that goes after a day. A browser that keeps none is known by
// the form it sends.
func (v *visit) visitor(form string) bot.ChatID {
	id := form
	if c, err := v.r.Cookie(surveyCookie); err == nil && tokenForm.MatchString(c.Value) {
		id = c.Value
	} else {
		c := http.Cookie{Name: surveyCookie, Value: id, Path: "/"} //nolint:gosec // the rest follows
		c.HttpOnly, c.SameSite, c.MaxAge = true, http.SameSiteLaxMode, 24*3600
		c.Secure = v.guard.Encrypted(v.r) || v.guard.PublicHTTPS(v.r) // wherever the browser speaks https
		http.SetCookie(v.w, &c)
	}
	return bot.ChatID{Channel: "page", ID: id}
}

// level reads one answer, 0 for none.
func (v *visit) level(field string) int {
	n, err := strconv.Atoi(v.r.PostFormValue(field))
	if err != nil || n < 1 || n > 5 {
		return 0
	}
	return n
}

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
