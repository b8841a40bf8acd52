package people

import (
	"slices"

	"github.com/motcua/motcua/bot"
)

// Menu lists the commands that everybody may use, in the order of the menu.
func Menu() []bot.MenuItem {
	return []bot.MenuItem{
		{Name: "start", Help: "Bắt đầu"},
		{Name: "trogiup", Help: "Tôi giúp được gì"},
		{Name: "xacu", Help: "Xã cũ nay thuộc xã nào"},
		{Name: "gapcanbo", Help: "Chuyển câu hỏi tới cán bộ"},
		{Name: "nhacviec", Help: "Các lời nhắc đã đặt"},
		{Name: "gopy", Help: "Góp ý về việc phục vụ"},
		{Name: "dangky", Help: "Nhận thông báo của cơ quan"},
		{Name: "quyenriengtu", Help: "Dữ liệu được giữ và quyền của ông/bà"},
		{Name: "huy", Help: "Thôi nhận thông báo"},
		{Name: "lienkenh", Help: "Liên kết các kênh của ông/bà"},
	}
}

// GroupMenu lists the commands that everybody may use in a group, and beside them those of who runs it.
func GroupMenu() (everybody, admins []bot.MenuItem) {
	everybody = []bot.MenuItem{{Name: "hoi", Help: "Hỏi thủ tục: /hoi kèm câu hỏi"},
		{Name: "trogiup", Help: "Cách hỏi trong nhóm"}}
	return everybody, append(slices.Clone(everybody),
		bot.MenuItem{Name: "dangky", Help: "Cho nhóm nhận thông báo của cơ quan"},
		bot.MenuItem{Name: "huy", Help: "Thôi nhận thông báo trong nhóm"})
}

// The roles of officials, and those that read the office's figures.
var (
	everyRole = []Role{RoleMember, RoleHead, RoleEditor, RoleViewer, RoleAdmin}
	readers   = []Role{RoleHead, RoleEditor, RoleViewer, RoleAdmin}
)

// officialMenu lists what officials can do besides, by who may; owners may do everything.
var officialMenu = []struct {
	bot.MenuItem
	roles []Role
}{
	{bot.MenuItem{Name: "nhiemvu", Help: "Việc của tôi, của đơn vị"}, everyRole},
	{bot.MenuItem{Name: "giaoviec", Help: "Giao việc: việc; người; hạn"}, []Role{RoleHead, RoleAdmin}},
	{bot.MenuItem{Name: "lich", Help: "Lịch hạn việc cho điện thoại"}, everyRole},
	{bot.MenuItem{Name: "lamthay", Help: "Cử người làm thay khi vắng"}, everyRole},
	{bot.MenuItem{Name: "thongke", Help: "Số liệu hài lòng, câu hỏi"}, readers},
	{bot.MenuItem{Name: "admin", Help: "Vào trang quản trị"}, readers},
	{bot.MenuItem{Name: "thongbao", Help: "Soạn thông báo"}, []Role{RoleAdmin}},
	{bot.MenuItem{Name: "nhom", Help: "Nhóm, kênh nhận thông báo"}, []Role{RoleAdmin}},
	{bot.MenuItem{Name: "mauthongbao", Help: "Thông báo theo mẫu"}, []Role{RoleAdmin}},
	{bot.MenuItem{Name: "thongbaolap", Help: "Thông báo gửi lặp lại"}, []Role{RoleAdmin}},
	{bot.MenuItem{Name: "moi", Help: "Mời cán bộ: tên; đơn vị"}, []Role{RoleAdmin}},
	{bot.MenuItem{Name: "canbo", Help: "Cán bộ đã liên kết"}, []Role{RoleAdmin}},
	{bot.MenuItem{Name: "quyen", Help: "Trao quyền cho cán bộ"}, nil},
	{bot.MenuItem{Name: "kehoach", Help: "Lịch báo cáo mẫu"}, []Role{RoleAdmin}},
	{bot.MenuItem{Name: "ngaynghi", Help: "Ngày nghỉ, ngày làm bù"}, []Role{RoleAdmin}},
	{bot.MenuItem{Name: "thuhong", Help: "Tin không gửi được"}, []Role{RoleAdmin}},
	{bot.MenuItem{Name: "themkenh", Help: "Liên kết kênh thứ hai"}, everyRole},
	{bot.MenuItem{Name: "roi", Help: "Thôi nhận việc ở đây"}, everyRole},
}

// OfAllOffices reports whether a command is about what several offices share, so that who is of one has it not.
func OfAllOffices(command string) bool {
	return slices.Contains([]string{"kehoach", "thuhong", "quyen"}, command)
}

// MenuOf lists the commands of a role: the officials' own first.
func MenuOf(role Role) []bot.MenuItem { return append(OfficialMenu(role), Menu()...) }

// OfficialMenu lists the commands that a role has besides everybody's.
func OfficialMenu(role Role) (out []bot.MenuItem) {
	for _, m := range officialMenu {
		if role == RoleOwner || slices.Contains(m.roles, role) {
			out = append(out, m.MenuItem)
		}
	}
	return out
}

// MenuRole is the role by which an official's chat has its menu: one without a right of its own is still a member's.
func MenuRole(role Role) Role {
	if role == RoleNone {
		return RoleMember
	}
	return role
}

// OfferMenu gives a chat the menu of its role in a unit, where the channel has menus of single chats. seed tells this
// change from others.
func (svc *Service) OfferMenu(tx bot.Tx, chat bot.ChatID, role Role, unit, seed string) {
	menu := MenuOf(role)
	if role != RoleOwner && !svc.OfficeOf(unit).All() {
		menu = slices.DeleteFunc(menu, func(m bot.MenuItem) bool { return OfAllOffices(m.Name) })
	}
	if svc.Channels[chat.Channel].Menus {
		tx.Send(bot.Outgoing{Key: "menu:" + chat.String() + ":" + seed, To: chat, Priority: bot.PriorityReminder,
			Message: bot.Message{Menu: menu}})
	}
}
