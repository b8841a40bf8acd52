package search_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/motcua/motcua/content/search"
)

// lexicon is the project's own word lists.
func lexicon(tb testing.TB) search.Lexicon {
	tb.Helper()
	lex, err := search.ParseLexicon(os.DirFS("../lexicon"))
	if err != nil {
		tb.Fatal(err)
	}
	return lex
}

var (
	bigVerbs = []string{"Cấp", "Cấp lại", "Cấp đổi", "Gia hạn", "Thu hồi", "Điều chỉnh", "Công nhận", "Thẩm định",
		"Phê duyệt", "Đăng ký", "Xóa đăng ký", "Chấm dứt", "Thông báo", "Chuyển nhượng", "Xác nhận"}
	bigNouns = []string{"giấy phép", "giấy chứng nhận", "chứng chỉ hành nghề", "hồ sơ thiết kế",
		"quyết định chủ trương", "danh mục", "văn bản chấp thuận", "thẻ", "giấy xác nhận", "phương án", "kế hoạch",
		"hợp đồng"}
	bigTopics = []string{"khai thác thủy sản", "kinh doanh dược", "xây dựng công trình", "vận tải hành khách",
		"phòng cháy chữa cháy", "an toàn thực phẩm", "hoạt động in", "quảng cáo ngoài trời",
		"môi giới bất động sản", "đo đạc bản đồ", "thăm dò khoáng sản", "xả nước thải", "sản xuất phân bón",
		"giống cây trồng", "kiểm dịch động vật", "chứng khoán", "đấu giá tài sản",
		"công chứng viên", "giám định tư pháp", "trợ giúp pháp lý", "giáo dục mầm non", "dạy nghề",
		"khám bệnh chữa bệnh", "thiết bị y tế", "năng lượng nguyên tử", "tần số vô tuyến điện", "bưu chính",
		"chăn nuôi gia súc"}
	bigTails = []string{"", "đối với tổ chức", "đối với cá nhân", "có yếu tố nước ngoài", "thuộc thẩm quyền của tỉnh",
		"do bị mất, hỏng", "lần đầu", "tại khu công nghiệp", "(thực hiện tại cấp xã)", "trong nước",
		"cho hộ kinh doanh", "theo đề nghị của doanh nghiệp"}
)

// bigCorpus makes n procedures with titles like those of the national base,
// always the same.
func bigCorpus(n int) []search.Doc {
	r := rand.New(rand.NewPCG(1, 2))
	pick := func(l []string) string { return l[r.IntN(len(l))] }
	docs := make([]search.Doc, 0, n)
	for i := range n {
		title := pick(bigVerbs) + " " + pick(bigNouns) + " " + pick(bigTopics) + " " + pick(bigTails)
		if r.IntN(3) == 0 {
			title += ", " + pick(bigNouns) + " " + pick(bigTopics)
		}
		level := search.LevelProvince
		if r.IntN(5) == 0 {
			level = search.LevelCommune
		}
		docs = append(docs, search.Doc{ID: fmt.Sprintf("9.%06d", i), Title: title, Field: pick(bigTopics),
			Levels: []string{level},
			Body:   "Đơn đề nghị " + pick(bigNouns) + "; bản sao " + pick(bigNouns) + " " + pick(bigTopics),
			Kind:   search.Procedure, Family: title})
	}
	return append(docs, smallCorpus()...)
}

// smallCorpus is what a commune's one-stop shop serves, in our own words.
func smallCorpus() []search.Doc {
	commune := []string{search.LevelCommune}
	p := func(id, title, field string, names ...string) search.Doc {
		return search.Doc{ID: id, Title: title, Field: field, Names: names, Levels: commune, Kind: search.Procedure,
			Curated: true}
	}
	return []search.Doc{
		p("ks", "Đăng ký khai sinh", "Hộ tịch", "làm giấy khai sinh cho bé"),
		p("ks-nn", "Đăng ký khai sinh có yếu tố nước ngoài", "Hộ tịch"),
		p("ks-lai", "Đăng ký lại khai sinh", "Hộ tịch"),
		p("ks-ld", "Đăng ký khai sinh lưu động", "Hộ tịch"),
		p("kt", "Đăng ký khai tử", "Hộ tịch"),
		p("kh", "Đăng ký kết hôn", "Hộ tịch"),
		p("kh-nn", "Đăng ký kết hôn có yếu tố nước ngoài", "Hộ tịch"),
		p("hn", "Cấp giấy xác nhận tình trạng hôn nhân", "Hộ tịch", "xin giấy độc thân"),
		p("tl", "Cấp bản sao trích lục hộ tịch, bản sao giấy khai sinh", "Hộ tịch"),
		p("cc-tt", "Thay đổi, cải chính, bổ sung thông tin hộ tịch", "Hộ tịch"),
		p("tt", "Đăng ký thường trú", "Cư trú", "nhập hộ khẩu"),
		p("xtt", "Xóa đăng ký thường trú", "Cư trú", "cắt khẩu"),
		p("tru", "Đăng ký tạm trú", "Cư trú"),
		p("gtru", "Gia hạn tạm trú", "Cư trú"),
		p("vang", "Khai báo tạm vắng", "Cư trú"),
		p("tach", "Tách hộ", "Cư trú"),
		p("ct-bs", "Chứng thực bản sao từ bản chính giấy tờ, văn bản", "Chứng thực", "sao y công chứng"),
		p("ct-ck", "Chứng thực chữ ký trong các giấy tờ, văn bản", "Chứng thực"),
		p("khoa", "Khóa căn cước điện tử (thực hiện tại cấp xã)", "Định danh điện tử"),
		p("mo", "Mở khóa căn cước điện tử (thực hiện tại cấp xã)", "Định danh điện tử"),
		p("hkd", "Đăng ký thành lập hộ kinh doanh", "Hộ kinh doanh"),
		p("hkd-cd", "Chấm dứt hoạt động hộ kinh doanh", "Hộ kinh doanh"),
		p("mt", "Hỗ trợ chi phí mai táng cho đối tượng bảo trợ xã hội", "Bảo trợ xã hội"),
		p("ngheo", "Công nhận hộ nghèo, hộ cận nghèo", "Giảm nghèo"),
		p("kn", "Giải quyết khiếu nại lần đầu", "Khiếu nại"),
		{ID: "faq-tt", Title: "Tôi có thể theo dõi hồ sơ ở đâu?", Kind: search.FAQ,
			Body: "Nhập mã hồ sơ trên Cổng dịch vụ công.", Curated: true},
		{ID: "faq-bd", Title: "Có nhận kết quả qua bưu điện được không?", Kind: search.FAQ, Body: "Đăng ký khi nộp.",
			Curated: true},
	}
}
