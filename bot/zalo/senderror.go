package zalo

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/platform"
)

const (
	quotaPause = 10 * time.Minute
	// how long one chat waits at most, so that a person who writes meanwhile is soon answered
	heldPause = 5 * time.Minute
)

// sendError says what a failed call means for the next one. form: it was a template.
func (c *Channel) sendError(ctx context.Context, err error, form bool) *bot.SendError {
	f := platform.AsFailure(err)
	out := &bot.SendError{Kind: bot.SendTemporary, Err: err, Reason: reasons[f.Code]}
	switch classes[f.Code] {
	case classToken:
		out.Kind, out.Reason = bot.SendFatal, "Zalo không nhận token của OA"
		c.alerts.Raise(ctx, "token", alertGrantLost)
	case classHuman:
		out.Kind = bot.SendFatal
		if form { // ordinary messages may go on
			out.Kind = bot.SendWindow
		}
		c.alerts.Raise(ctx, fmt.Sprint(f.Code), fmt.Sprintf(alertHuman, f.Code, out.Reason))
	case classRate:
		out.Kind, out.Global, out.After = bot.SendRate, true, nextMinute(c.now())
		out.Reason = "Zalo yêu cầu gửi chậm lại"
		c.log.LogAttrs(ctx, slog.LevelWarn, "zalo rate limit", slog.String("remaining", f.Detail),
			slog.Duration("pause", out.After))
	case classQuota:
		c.quotaOut(ctx, f, form, out)
	case classNight:
		until := sixOClock(c.now())
		c.holds.set(rateForm, until)
		out.Kind, out.After, out.Reason = bot.SendRate, min(until.Sub(c.now()), heldPause),
			"Zalo không gửi tin mẫu ban đêm, sẽ gửi lúc 06:00"
	case classPerson:
		out.Kind = bot.SendBlocked
	case classWindow:
		out.Kind = bot.SendWindow
		if out.Reason == "" {
			out.Reason = reasonWindow
			if form {
				out.Reason = "người nhận không nhận được tin mẫu"
			}
		}
	case classInvalid:
		out.Kind = bot.SendInvalid
		if out.Reason == "" {
			out.Reason = "Zalo không nhận nội dung này"
		}
	case classExpired:
		out.Kind, out.Reason = bot.SendInvalid, "Zalo không nhận tệp đính kèm"
	case classTemplate:
		out.Kind = bot.SendInvalid
		if out.Reason == "" {
			out.Reason = "mẫu tin Zalo hoặc tham số của mẫu không đúng"
		}
		c.alerts.Raise(ctx, "template", fmt.Sprintf(alertTemplate, f.Code))
	default:
		c.otherError(ctx, f, out)
	}
	return out
}

// otherError is for failures below the API, and for codes that no table has.
func (c *Channel) otherError(ctx context.Context, f *platform.Failure, out *bot.SendError) {
	switch {
	case f.Spoken:
		out.Reason = fmt.Sprintf("Zalo báo lỗi %d", f.Code)
		if classes[f.Code] != classUnknown {
			return
		}
		c.alerts.RaiseOnce(ctx, fmt.Sprint("unknown ", f.Code),
			fmt.Sprintf(alertUnknown, f.Code, withoutTokens(f.Description)))
	case f.Status != 0 && f.Status < http.StatusInternalServerError && f.Cause == nil:
		out.Reason = "máy chủ Zalo trả lời bất thường"
		c.alerts.RaiseOnce(ctx, fmt.Sprint("odd ", f.Status), fmt.Sprintf(alertOdd, f.Status))
	default:
		f.Unanswered(ctx, "Zalo", out)
	}
}

// quotaOut holds back what Zalo has no quota for: templates until the next morning, other messages for some minutes.
func (c *Channel) quotaOut(ctx context.Context, f *platform.Failure, form bool, out *bot.SendError) {
	now := c.now()
	out.Kind, out.After = bot.SendRate, heldPause
	switch {
	case f.Code == -218: // this person's limit
		return
	case form:
		c.holds.set(rateForm, sixOClock(now))
	default:
		c.holds.set(rateAll, now.Add(quotaPause))
		out.Global = true
	}
	c.alerts.Raise(ctx, fmt.Sprint(f.Code), fmt.Sprintf(alertQuota, f.Code, out.Reason))
}

func nextMinute(now time.Time) time.Duration {
	return max(now.Truncate(time.Minute).Add(time.Minute).Sub(now), time.Second)
}

// sixOClock is the next 06:00 in Vietnam.
func sixOClock(now time.Time) time.Time {
	local := now.In(bot.Zone)
	six := time.Date(local.Year(), local.Month(), local.Day(), 6, 0, 0, 0, bot.Zone)
	if !six.After(local) {
		six = six.AddDate(0, 0, 1)
	}
	return six
}
