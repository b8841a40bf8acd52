package zalo

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

// passing are the classes that say nothing of what was asked for, only that it was the wrong moment.
var passing = map[class]bool{classRate: true, classAgain: true, classQuota: true}

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
