package cases

import "github.com/motcua/motcua/handlers/answers/card"

// Every fixed sentence of the bot stands here. People are addressed as "ông/bà", the bot calls itself "tôi".
const (
	textAskSaved   = "Câu trả lời này có giúp ông/bà đỡ phải gọi điện hay đỡ phải đến cơ quan không?"
	textSavedTaken = "Cảm ơn ông/bà. Tôi đã ghi nhận."
	// textKeptOnly: nobody of the office has joined yet.
	textKeptOnly = "Tôi đã lưu câu hỏi, mã theo dõi: *%s*. Hiện chưa có cán bộ nào nhận tin qua tôi nên tôi " +
		"chưa hẹn được ngày trả lời; việc gấp, ông/bà vui lòng hỏi trực tiếp bộ phận một cửa."
	textNothingToPass = "Tôi không còn giữ câu hỏi đó. Ông/bà vui lòng gõ lại câu hỏi."
	textMeetAbout     = "Tôi chuyển được câu hỏi vừa rồi của ông/bà tới cán bộ. Ông/bà bấm “" + card.LabelPass +
		"”, hoặc đến trực tiếp bộ phận một cửa nơi ở trong giờ làm việc."
	textMeet = "Ông/bà muốn gặp cán bộ về việc gì? Vui lòng gõ câu hỏi, rồi bấm “" + card.LabelPass +
		"”. Ông/bà cũng có thể đến trực tiếp bộ phận một cửa nơi ở trong giờ làm việc."
)

// Ratings of answers.
const (
	textRatedUp     = "Cảm ơn ông/bà đã cho biết câu trả lời có giúp ích."
	textRatedDown   = "Cảm ơn ông/bà đã cho biết. Câu trả lời chưa tốt ở chỗ nào?"
	textReasonTaken = "Tôi đã ghi nhận: “%s”. Người biên tập sẽ xem lại phần này. Nếu vẫn cần câu trả lời, " +
		"ông/bà bấm “" + card.LabelPass + "”."
	textInviteSurvey = "Nếu ông/bà vừa đến làm việc tại bộ phận một cửa, xin dành 20 giây góp ý về việc phục vụ."
	textSurveyButton = "Góp ý về việc phục vụ"
)

// The survey. Levels and factors are in the words of the yearly index of people's satisfaction (SIPAS).
const (
	textSurvey = "*Góp ý về việc phục vụ*%s\nÔng/bà hài lòng ở mức nào với lần làm việc " +
		"gần nhất? Phiếu không ghi tên."
	textSurveyTaken = "Cảm ơn ông/bà! Tôi đã ghi: *%s*.\nÔng/bà có thể chấm thêm từng mặt, viết " +
		"một dòng, hoặc bấm “Xong”."
	textSurveyLow = "Tôi đã ghi: *%s*, và rất tiếc về điều đó. Ông/bà chưa hài lòng ở mặt nào? Có thể viết thêm " +
		"một dòng để cơ quan sửa; nếu không, bấm “Xong”."
	textSurveyFactor = "*%s*: ông/bà hài lòng ở mức nào?"
	textSurveyAsk    = "Ông/bà viết một dòng góp ý (đừng ghi số giấy tờ, số điện thoại). Tôi " +
		"chuyển tới đơn vị phụ trách, không kèm tên."
	textSurveyEnd = "Đã xong, cảm ơn ông/bà. Trong hôm nay ông/bà có thể chấm lại bằng " +
		"/gopy; phiếu sau thay phiếu trước."
	textOpinionLong   = "Ý kiến dài quá 2.000 ký tự. Xin ông/bà rút gọn."
	textSurveyPrivate = "Để phiếu được kín, ông/bà vui lòng góp ý trong cuộc trò chuyện riêng với tôi."
	textOpinionTaken  = "Tôi đã chuyển ý kiến tới đơn vị phụ trách, mã *%s*; hạn xử lý: %s. Gõ mã này bất cứ lúc nào " +
		"để xem kết quả."
	textOpinionKept = "Tôi đã lưu ý kiến, mã *%s*. Hiện chưa có cán bộ nào nhận tin qua tôi nên tôi chưa hẹn được " +
		"ngày " +
		"xử lý. Gõ mã này bất cứ lúc nào để xem kết quả."
	textAskConsent = "Ông/bà có muốn tôi nhắn kết quả tới đây không? Nếu có, tôi phải nhớ cuộc trò chuyện này " +
		"cho tới khi việc xong, rồi xóa đi."
	textOpinionKnown  = "Tôi sẽ nhắn kết quả của *%s* tới đây, rồi quên cuộc trò chuyện này đi."
	textOpinionHidden = "Vâng, ý kiến được giữ ẩn danh. Muốn xem kết quả, ông/bà gõ mã *%s*."
	textConsent       = "Có, nhắn kết quả cho tôi"
	textNoConsent     = "Không, giữ ẩn danh"
	textWrite         = "Viết một dòng"
	textFinish        = "Xong"
)

// Questions passed on, complaints and their answers.
const (
	textPassed = "Tôi đã chuyển câu hỏi tới cán bộ. Mã theo dõi: *%s*; hạn trả lời: %s. Khi có câu trả lời, " +
		"tôi sẽ nhắn cho ông/bà tại đây; gõ mã này để xem tình hình."
	textPassedWeb = "Tôi đã chuyển câu hỏi tới cán bộ. Mã theo dõi: *%s*; hạn trả lời: %s. Trang này giữ cuộc trò " +
		"chuyện trong 24 giờ; sau đó gõ mã chỉ xem được tình trạng. Nếu ông/bà muốn gõ mã là xem được cả câu trả " +
		"lời, ở máy nào cũng được, vui lòng bấm nút dưới đây."
	textCaseQuestion = "*Câu hỏi chờ trả lời* %s, hạn %s\n%s"
	textCaseOpinion  = "*Ý kiến của người dân* %s, hạn %s\n%s"
	textCaseHow      = "Ông/bà trả lời thẳng vào tin này, hoặc bấm “Trả lời” rồi gõ."
	textAnswerButton = "Trả lời"
	textMoveButton   = "Chuyển đơn vị khác"
	textDraftButton  = "Đưa vào kho nội dung (bản nháp)"
	textWriteAnswer  = "Ông/bà gõ câu trả lời cho %s. Tôi gửi nguyên văn tới người hỏi, ghi rõ là cán bộ trả lời."
	textAnswerFirst  = "Việc này là %s, người dân đang chờ. Ông/bà gõ câu trả lời: tôi gửi tới người hỏi và đóng việc."
	textCloseButton  = "Đóng, không trả lời"
	textWhyClosed    = "Ông/bà gõ lý do không trả lời %s. Người hỏi sẽ nhận được lý do này."
	textClosedTo     = "Rất tiếc, cơ quan chưa thể trả lời nội dung này. Lý do: %s"
	textWhichUnit    = "Chuyển %s tới đơn vị nào?"
	textMoved        = "Đã chuyển %s tới *%s*."
	textAnswered     = "Đã ghi câu trả lời của %s và gửi tới người hỏi."
	textNobodyWaits  = "Lưu ý: người gửi %s không để lại cách nhắn, nên câu trả lời chỉ được lưu để người đó tra " +
		"bằng mã; không ai " +
		"được gửi tin."
	textOutcomeKept  = "Đã ghi kết quả của %s. Người góp ý không để lại liên hệ; người đó xem kết quả bằng mã này."
	textCaseClosed   = "%s đã được trả lời rồi."
	textNoCase       = "Tôi không thấy mã này. Ông/bà kiểm tra lại giúp tôi."
	textTooManyCodes = "Đã có quá nhiều mã không đúng. Ông/bà vui lòng thử lại sau một giờ."
	textAnsweredOn   = "%s đã có câu trả lời ngày %s. Nội dung được gửi tới cuộc trò chuyện đã gửi câu hỏi, và chỉ " +
		"xem " +
		"được ở đó hoặc ở kênh đã liên kết với nó (/lienkenh)."
	textReadable     = "Ai có mã này xem được câu trả lời"
	textUnreadable   = "Chỉ mình tôi xem được"
	textIsReadable   = "Vâng. Ai gõ mã *%s* đều xem được câu hỏi và câu trả lời. Ông/bà giữ mã cẩn thận."
	textIsUnreadable = "Vâng. Từ giờ câu trả lời của *%s* chỉ xem được trong cuộc trò chuyện này."
	textReplyTo      = "*Trả lời câu hỏi %s*\n“%s”\n\n%s\n\nNguồn: cán bộ trả lời%s, ngày %s."
	textOutcomeTo    = "*Kết quả xử lý ý kiến %s*\n%s\n\nNguồn: cán bộ trả lời%s, ngày %s."
	textCaseOpen     = "%s đang được xử lý%s; hạn: %s."
	textCaseKept     = "%s đã được lưu. Chưa có cán bộ nào nhận nên tôi chưa hẹn được ngày trả lời; việc gấp, ông/bà " +
		"vui lòng hỏi trực tiếp bộ phận một cửa."
	textWindowShut = "*Câu trả lời chưa tới được người hỏi.* %s %s gửi qua %s, nay %s."
	textWindowHow  = "Ông/bà vẫn trả lời được ngay ở đây: tôi giữ câu trả lời và gửi khi người đó nhắn lại; gõ mã %s " +
		"người đó cũng đọc được. Nếu biết cách liên hệ khác (hồ sơ đã nộp, điện thoại), xin báo trực tiếp."
	textAnswerHeld = "Đã ghi câu trả lời của %s. Hiện chưa gửi được tới người hỏi (đã lâu người đó không nhắn lại); " +
		"tôi gửi ngay khi người đó nhắn, và gõ mã người đó đọc được."
	textDrafted = "Đã tạo bản nháp từ %s. Người biên tập hoàn thiện và đăng trong trang quản trị, mục Nội dung."
)

// What strangers and people in a hurry read when no more can be taken, and officials when much comes at once.
const (
	textPassedBefore = "Câu hỏi này ông/bà đã chuyển tới cán bộ rồi. Mã theo dõi: *%s*; hạn trả lời: %s. Khi có câu " +
		"trả lời, tôi sẽ nhắn cho ông/bà tại đây."
	textTooManyWait = "Ông/bà đang có %d câu hỏi, ý kiến chờ cán bộ trả lời (%s) nên tôi chưa chuyển thêm. Khi có " +
		"câu trả lời, ông/bà gửi tiếp được ngay; việc gấp, ông/bà vui lòng đến bộ phận một cửa."
	textNoMoreCases = "Hôm nay đã có nhiều câu hỏi, ý kiến gửi cán bộ qua trang web nên tôi chưa chuyển được nội " +
		"dung này. Ông/bà có thể gửi qua Telegram hoặc Zalo của cơ quan, gửi lại vào ngày mai, hoặc đến bộ phận " +
		"một cửa."
	textSurveyAskFirst = "Trên trang web, tôi nhận phiếu góp ý sau khi đã trả lời ông/bà ít nhất một câu hỏi trong " +
		"cuộc trò chuyện này. Ông/bà hỏi một câu rồi góp ý giúp tôi, hoặc góp ý qua Telegram, Zalo của cơ quan."
	textNoMoreSurveys = "Hôm nay đã có nhiều phiếu góp ý từ mạng ông/bà đang dùng nên tôi chưa nhận thêm. Ông/bà " +
		"có thể góp ý vào ngày mai, hoặc qua Telegram, Zalo của cơ quan."
	textRatedTooOften = "Cảm ơn ông/bà. Hôm nay đã có nhiều lượt đánh giá từ mạng ông/bà đang dùng nên lượt này " +
		"không được tính vào thống kê."
	textGroup = "*Có thêm %d câu hỏi, ý kiến của người dân*\nNhiều nội dung đến cùng lúc nên tôi báo chung một tin:\n" +
		"%s\nÔng/bà trả lời ở trang quản trị, mục Ý kiến, hoặc trong danh sách việc. Nếu là nội dung phá rối, quản " +
		"trị viên đóng được nhiều mục một lần ở trang đó."
	textGroupMore = "- và %d nội dung nữa"
	textNoneOpen  = "Không có mục nào đang chờ trong số đã chọn."
)

const textWaits = "Người dân đang chờ trả lời %s: ông/bà trả lời, hoặc ghi lý do không trả lời, " +
	"ở trang Ý kiến, câu hỏi chuyển; " +
	"việc này sẽ tự đóng."

const textErasedByAsker = "đã xóa theo yêu cầu của người dân"
