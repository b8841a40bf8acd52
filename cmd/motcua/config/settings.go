package config

import "reflect"

// Settings are the settings of a running bot as the environment and the flags give them: text, so that every fault can
// be listed at once. parse turns them into a Config. Help is in Vietnamese, since an office without an IT department
// reads it.
type Settings struct {
	Addr           string `env:"MOTCUA_ADDR" default:"127.0.0.1:8080" placeholder:"MÁY:CỔNG" help:"Địa chỉ nghe; cổng 0 là tự chọn cổng trống."`
	Data           string `env:"MOTCUA_DATA" default:"./data" placeholder:"THƯ-MỤC" help:"Nơi lưu dữ liệu khi không dùng Redis; chưa có thì được tạo (chỉ người chạy đọc được)."`
	Content        string `env:"MOTCUA_CONTENT" placeholder:"THƯ-MỤC" help:"Kho nội dung dùng thay cho kho có sẵn trong chương trình; sửa tệp là được nạp lại."`
	Office         string `env:"MOTCUA_OFFICE" default:"Bộ phận Một cửa" placeholder:"TÊN" help:"Tên cơ quan hiện trong lời chào."`
	Offices        string `env:"MOTCUA_OFFICES" placeholder:"TÊN,…" help:"Phục vụ nhiều cơ quan: slug của từng nơi trong offices, ví dụ binh-luc,binh-my; * là tất cả. Bỏ trống là một cơ quan."`
	Admins         string `env:"MOTCUA_ADMINS" placeholder:"KÊNH:MÃ,…" help:"Những người làm chủ bot, ví dụ telegram:777,zalo:123."`
	PublicURL      string `env:"MOTCUA_PUBLIC_URL" placeholder:"URL" help:"Địa chỉ công khai (https://…) dùng cho liên kết, mã QR, khung nhúng và webhook."`
	WebOrigins     string `env:"MOTCUA_WEB_ORIGINS" placeholder:"URL,…" help:"Những trang được phép nhúng khung trò chuyện, ví dụ https://xa.gov.vn."`
	TrustedProxies string `env:"MOTCUA_TRUSTED_PROXIES" placeholder:"DẢI,…" help:"Dải địa chỉ của máy chủ trung gian đáng tin, ví dụ 127.0.0.1/32; mặc định không có."`
	MetricsAddr    string `env:"MOTCUA_METRICS_ADDR" placeholder:"MÁY:CỔNG" help:"Địa chỉ cho số đo Prometheus; mặc định tắt."`
	ChatLimit      string `env:"MOTCUA_CHAT_LIMIT" default:"30" placeholder:"SỐ" help:"Số câu hỏi một cuộc trò chuyện được gửi trong một phút; 0 là không giới hạn (riêng trang web vẫn có giới hạn khác)."`
	RemindAt       string `env:"MOTCUA_REMIND_AT" default:"08:00" placeholder:"GIỜ" help:"Giờ nhắc việc hằng ngày."`
	WorkHours      string `env:"MOTCUA_WORK_HOURS" default:"07:30-17:00" placeholder:"GIỜ-GIỜ" help:"Giờ làm việc; việc chỉ được nhắc trong giờ này. 00:00-24:00 là cả ngày."`
	WorkDays       string `env:"MOTCUA_WORK_DAYS" default:"mon-fri" placeholder:"NGÀY" help:"Ngày làm việc: mon-fri (trừ ngày nghỉ lễ), mon-sat hoặc all."`
	DueShift       string `env:"MOTCUA_DUE_SHIFT" default:"before" placeholder:"before|after" help:"Hạn rơi vào ngày nghỉ thì lấy ngày làm việc liền trước (before) hay liền sau (after)."`
	QuietHours     string `env:"MOTCUA_QUIET_HOURS" default:"21:00-07:00" placeholder:"GIỜ-GIỜ" help:"Giờ không gửi thông báo; off là không có."`
	Approval       string `env:"MOTCUA_APPROVAL" default:"off" placeholder:"on|off" help:"on: thông báo phải được một quản trị viên thứ hai duyệt."`
	API            string `env:"MOTCUA_API" default:"on" placeholder:"on|off" help:"off: tắt giao diện chỉ đọc cho phần mềm khác (/api/v1 và /mcp)."`
	LogFormat      string `env:"MOTCUA_LOG_FORMAT" default:"text" placeholder:"text|json" help:"Dạng nhật ký."`
	LogLevel       string `env:"MOTCUA_LOG_LEVEL" default:"info" placeholder:"debug|info|warn|error" help:"Mức nhật ký."`
	RetentionDays  string `env:"MOTCUA_RETENTION_DAYS" default:"365" placeholder:"SỐ" help:"Số ngày giữ câu hỏi, góp ý viết; quá hạn thì tự xóa."`
	RedisURL       Secret `env:"REDIS_URL" placeholder:"URL" help:"Redis để nhiều tiến trình cùng chạy, ví dụ redis://máy:6379/0; bỏ trống thì lưu trong MOTCUA_DATA."`

	TelegramToken         Secret `env:"TELEGRAM_TOKEN" placeholder:"MÃ" help:"Mã của bot Telegram do @BotFather cấp."`
	TelegramAPIURL        string `env:"TELEGRAM_API_URL" default:"https://api.telegram.org" placeholder:"URL" help:"Máy chủ Bot API; http chỉ được dùng trên chính máy này."`
	TelegramRate          string `env:"TELEGRAM_RATE" default:"28" placeholder:"SỐ" help:"Số tin nhắc việc và thông báo mỗi giây; 0 là không giới hạn."`
	TelegramChatRate      string `env:"TELEGRAM_CHAT_RATE" default:"1" placeholder:"SỐ" help:"Số tin mỗi giây cho một cuộc trò chuyện, sau ba tin đầu; 0 là không giới hạn."`
	TelegramWebhookURL    string `env:"TELEGRAM_WEBHOOK_URL" placeholder:"URL" help:"Địa chỉ https nhận cập nhật, kết thúc bằng /telegram/webhook; bỏ trống thì bot tự hỏi Telegram."`
	TelegramWebhookSecret Secret `env:"TELEGRAM_WEBHOOK_SECRET" placeholder:"CHỮ" help:"Chuỗi bí mật của webhook: 1–256 chữ cái không dấu, chữ số, _ hoặc -."`

	ZaloSettings
}

// Secret is a setting that is never printed.
type Secret string

// String hides the value.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return "***"
}

// GoString hides the value from %#v.
func (s Secret) GoString() string { return s.String() }

// MarshalText hides the value from JSON and structured logs.
func (s Secret) MarshalText() ([]byte, error) { //nolint:unparam // encoding.TextMarshaler
	return []byte(s.String()), nil
}

// UnmarshalText takes the value as it is.
func (s *Secret) UnmarshalText(b []byte) error { //nolint:unparam // encoding.TextUnmarshaler
	*s = Secret(b)
	return nil
}

// Shown lists the settings as the console may show them: secrets hidden.
func (s Settings) Shown() (out [][3]string) {
	v := reflect.ValueOf(s)
	for _, field := range reflect.VisibleFields(v.Type()) {
		env := field.Tag.Get("env")
		if env == "" || field.Type.Kind() != reflect.String {
			continue
		}
		value := v.FieldByIndex(field.Index)
		text := value.String()
		if secret, ok := value.Interface().(Secret); ok {
			text = secret.String()
		}
		out = append(out, [3]string{env, text, field.Tag.Get("help")})
	}
	return out
}
