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

// class says what an error code of Zalo means for us.
type class int

const (
	classUnknown  class = iota
	classToken          // renew the pair once, try once more
	classHuman          // an operator must act; nothing can be sent until then
	classRate           // slow down
	classAgain          // try again later
	classQuota          // what was bought or allotted is used up for now
	classNight          // not before 06:00
	classPerson         // this person does not accept messages from us
	classWindow         // this person does not accept this kind of message now
	classInvalid        // this message will never be taken
	classTemplate       // the template or its parameters are wrong: an operator must act, other messages go on
	classExpired        // an uploaded file is gone: upload it again
)

// classes are the codes of the OpenAPI and of templates, from Zalo's tables. Those not listed are tried again later.
var classes = map[int]class{
	-216: classToken, -220: classToken, -124: classToken,

	-219: classHuman, -209: classHuman, -212: classHuman, -221: classHuman, -223: classHuman, -224: classHuman,
	-320: classHuman, -321: classHuman, -240: classHuman,

	-32: classRate, -200: classAgain,

	-211: classQuota, -218: classQuota, -144: classQuota, -147: classQuota, -115: classQuota, -137: classQuota,

	-234: classNight, -133: classNight,

	-213: classPerson, -227: classPerson, -217: classPerson,
	-230: classWindow, -232: classWindow, -244: classWindow,
	-114: classWindow, -118: classWindow, -119: classWindow, -139: classWindow, -141: classWindow,

	-201: classInvalid, -210: classInvalid, -233: classInvalid, -248: classInvalid, -108: classInvalid,
	-100: classExpired,

	-109: classTemplate, -117: classTemplate, -131: classTemplate, -146: classTemplate,
	-1121: classTemplate, -1122: classTemplate, -126: classTemplate, -127: classTemplate,
}

// reasons are the words for admins where the class alone says too little.
var reasons = map[int]string{
	-219: "ứng dụng Zalo đã bị gỡ", -209: "ứng dụng Zalo chưa được kích hoạt", -212: "ứng dụng chưa đăng ký API này",
	-221: "OA chưa được xác thực", -223: "OA chưa cấp quyền cho ứng dụng",
	-224: "gói dịch vụ của OA không có chức năng này",
	-320: "ứng dụng chưa gắn tài khoản Zalo Cloud", -321: "tài khoản Zalo Cloud hết tiền hoặc ngừng hoạt động",
	-240: "API bản cũ đã ngừng",
	-211: "OA đã hết hạn mức gửi tin", -218: "người nhận đã hết hạn mức nhận tin",
	-144: "đã hết hạn mức tin mẫu trong ngày",
	-147: "mẫu tin đã hết hạn mức trong ngày", -115: "tài khoản trả phí không đủ tiền",
	-137: "không trừ được tiền gửi tin mẫu",
	-213: "người nhận chưa quan tâm OA", -227: "tài khoản người nhận bị khóa hoặc không hoạt động quá 45 ngày",
	-217: "người nhận đã chặn OA",
	-244: "người nhận từ chối loại tin này", -210: "tin dài quá mức Zalo cho phép",
	-248: "nội dung vi phạm quy định của Zalo",
	-146: "mẫu tin đã bị vô hiệu hóa",
}

const reasonWindow = "đã quá 7 ngày kể từ lần cuối người nhận nhắn tin, Zalo không cho gửi"

const (
	rateAll  = "all"  // hold: nothing is sent
	rateForm = "form" // hold: no templates

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
	case f.Status != 0 && f.Status < http.StatusInternalServerError && f.Cause == nil:
		out.Reason = "máy chủ Zalo trả lời bất thường"
	case f.Status != 0:
		out.Unclear, out.Reason = f.Sent, "máy chủ Zalo đang lỗi"
	default:
		out.Unclear, out.Reason = f.Sent, "không kết nối được tới Zalo"
		if ctx.Err() != nil {
			out.Reason = "bot đang dừng"
		}
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

// Alerts to the owners, with what to do.
const (
	alertGrantLost = "Zalo OA: quyền gửi tin của bot đã mất (Zalo không nhận token). Tin nhắn đến vẫn được nhận, " +
		"nhưng bot không trả lời được trên Zalo. " +
		"Cần làm: người quản trị máy chủ chạy lệnh “motcua zalo login” và làm theo hướng dẫn (không phải dừng bot)."
	alertNoGrant = "Zalo OA: bot chưa được cấp quyền gửi tin nên chưa trả lời được trên Zalo. " +
		"Cần làm: người quản trị máy chủ chạy lệnh “motcua zalo login” và làm theo hướng dẫn."
	alertGrantSoon = "Zalo OA: bot không gia hạn được quyền gửi tin. Quyền hiện tại còn dùng được đến %s; sau đó bot " +
		"không trả lời được trên Zalo. " +
		"Cần làm trước giờ đó: người quản trị máy chủ chạy lệnh “motcua zalo login” và làm theo hướng dẫn (không " +
		"phải dừng bot)."
	alertHuman = "Zalo OA: Zalo từ chối gửi tin (lỗi %d: %s). Cần làm: quản trị viên OA vào trang quản lý OA và " +
		"trang ứng dụng của Zalo để xử lý."
	alertQuota = "Zalo OA: hết hạn mức (lỗi %d: %s). Tin chưa gửi được giữ lại, bot tự thử lại sau. Nếu cần gửi " +
		"ngay, quản trị viên OA mua thêm hoặc nạp tiền."
	alertTemplate = "Zalo OA: Zalo không nhận mẫu tin (lỗi %d). Cần làm: kiểm tra mã mẫu và tên tham số trong " +
		"ZALO_TEMPLATE_REMINDER, ZALO_TEMPLATE_ANNOUNCEMENT so với mẫu đã được duyệt."
	alertSignature = "Zalo OA: có tin gửi tới webhook mà chữ ký không đúng. Nếu bot không còn nhận được tin trên " +
		"Zalo, hãy chép lại “Khóa bí mật của OA” (OA Secret Key) vào ZALO_OA_SECRET_KEY trong vòng một giờ rồi chạy " +
		"lại bot; nếu bot vẫn nhận tin bình thường thì có người đang thử giả mạo, bot đã từ chối."
)
