package answers

import (
	"slices"
	"strings"

	"github.com/motcua/motcua/content/vi"
)

// leaning are words that stand for what was spoken of.
var leaning = []string{"no", "anh ay", "chi ay", "ong ay", "ba ay", "em ay", "chau no", "ho", "cai do", "cai nay",
	"viec do", "viec nay", "thu tuc nay", "thu tuc do", "truong hop do"}

// leansOn reports whether words stand for what was spoken of, or add a condition to it.
func leansOn(text string) bool {
	folded := vi.Fold(text)
	opening, _ := cutOpening(folded)
	stands := strings.Join(standing(text), " ")
	return opening || slices.ContainsFunc(leaning, func(w string) bool { return hasWords(stands, w) }) ||
		hasWords(folded, "neu") || hasWords(folded, "thi sao")
}

// Of the words that fold to "ho" and "no" only "họ" and "nó" stand for somebody: "hộ chiếu", "làm hộ", "họ mẹ", "nợ" do
// not. Where nothing is marked their neighbours tell.
var (
	beforeThey = vi.WordSet("lam nop khai mang lay di xin doi ca so chu mot cac thay theo giup")
	afterThey  = vi.WordSet("so chieu khau ngheo kinh tich gia ten me cha bo can tro lut dan noi ngoai")
)

// standing are the folded words of a text, with those out of the way that only look like "họ" and "nó".
func standing(text string) []string {
	words, out := strings.Fields(strings.ToLower(text)), strings.Fields(vi.Fold(text))
	if len(words) != len(out) {
		return out
	}
	marked := strings.ToLower(strings.Join(words, " ")) != strings.Join(out, " ")
	for i, w := range out {
		if w != "ho" && w != "no" {
			continue
		}
		is := !marked || strings.HasPrefix(words[i], "họ") || strings.HasPrefix(words[i], "nó")
		if w == "ho" && (i > 0 && beforeThey[out[i-1]] || i+1 < len(out) && afterThey[out[i+1]]) {
			is = false
		}
		if !is {
			out[i] = words[i] + "-"
		}
	}
	return out
}

// Turned is what words turn to that ask after another matter: "thế đăng ký khai tử thì sao" is "đăng ký khai tử". Other
// words stay as they are.
func Turned(text string) string {
	folded := vi.Fold(text)
	if opening, _ := cutOpening(folded); !opening || !strings.HasSuffix(folded, " thi sao") {
		return text
	}
	return said(text)
}

// said is what words say beside standing for what was spoken of: "nếu anh ấy là người nước ngoài thì sao" says "người
// nước ngoài".
func said(text string) string {
	words := strings.Fields(text)
	folded := standing(text)
	if len(words) != len(folded) {
		return text
	}
	var out []string
	for i := 0; i < len(words); {
		n := leaningAt(folded[i:])
		if n == 0 {
			out = append(out, words[i])
			n = 1
		}
		i += n
	}
	return strings.Join(out, " ")
}

// leaningAt is how many words at the beginning only lean on what was spoken of.
func leaningAt(folded []string) int {
	for _, head := range leaningHeads[folded[0]] {
		if len(folded) >= len(head) && slices.Equal(folded[:len(head)], head) {
			return len(head)
		}
	}
	return 0
}

// leaningHeads are the words that only lean on what was spoken of, by the first of them; the order is that in which
// they are tried.
var leaningHeads = leaningHeadsOf()

func leaningHeadsOf() map[string][][]string {
	out := make(map[string][][]string)
	for _, list := range [][]string{leaning, openings, {"thi sao", "la", "thi", "neu ma", "con neu"}} {
		for _, w := range list {
			head := strings.Fields(w)
			out[head[0]] = append(out[head[0]], head)
		}
	}
	return out
}

// asking are folded words by which a sentence asks; wanting are those by which it says what is to be done.
var (
	asking  = vi.WordSet("gi j nao sao ai dau may bao nhieu nhiu bn khong ko k kg hong hok ha chua chu hay")
	wanting = vi.WordSet("nho muon can xin lam dk dki cap doi sua nop nhan mua ban chuyen tach nhap xoa khai bao hoi " +
		"tim tra giup huong")
)

// asks reports whether words ask something.
func asks(text string) bool {
	return strings.Contains(text, "?") ||
		slices.ContainsFunc(strings.Fields(vi.Fold(text)), func(w string) bool { return asking[w] })
}

// people are folded words for those of whom a sentence speaks.
var people = vi.WordSet("e em toi minh con chau be vo chong bo me ba ong anh chi nha bon t m chu")

// circumstance reports whether words only say how things are with somebody: "em 45 tuổi rồi", "chồng em ở tỉnh khác",
// "bọn em chưa đăng ký kết hôn".
func circumstance(text string) bool {
	words := strings.Fields(vi.Fold(text))
	n := len(words)
	if n < 3 || strings.Contains(text, "?") || !slices.ContainsFunc(words, func(w string) bool { return people[w] }) {
		return false
	}
	notYet := slices.Contains(words[:n-1], "chua") // at the end it asks
	if !notYet && hasWords(strings.Join(words, " "), "dang ky") {
		return false
	}
	return !slices.ContainsFunc(words, func(w string) bool { return asking[w] && (w != "chua" || !notYet) }) &&
		(notYet || !slices.ContainsFunc(words, func(w string) bool { return wanting[w] }))
}

// asksPart reports whether words ask for a part and name nothing that it could be of: "mấy ngày lấy được".
func asksPart(folded []string) bool {
	return len(folded) > 0 &&
		!slices.ContainsFunc(folded, func(w string) bool { return !partWords[w] && !vi.Polite(w) })
}

var partWords = vi.WordSet("moi mot 1 to trang lan h may ngay hom khi nao bao lau nhieu nhiu bn gio thang tien " +
	"nong le phi mat het ton dong phai " +
	"nop " +
	"lam lay nhan tra xong co ra ve di o dau cho the thi la gi can nhung giay to ho so mang theo duoc dc khong ko k " +
	"nua " +
	"vay kem giai quyet ha online qua mang truc tuyen gia tri hieu luc han dung den toi trong bao ai xa nao cung")

// naming are the folded words that may name a subject, each once. Polite ones count where little else is left: "vâng"
// is half of "tạm vắng".
func naming(text string) []string {
	var all, bare []string
	for w := range strings.FieldsSeq(vi.Fold(text)) {
		if partWords[w] || situationSmall[w] || slices.Contains(all, w) {
			continue
		}
		all = append(all, w)
		if !vi.Polite(w) {
			bare = append(bare, w)
		}
	}
	if len(bare) < 2 {
		return all
	}
	return bare
}

// hasWords reports whether folded text holds the words, as whole words.
func hasWords(folded, words string) bool { return vi.HasWords(folded, words) }

// openings begin a question that leans on the one before.
var openings = []string{"con neu", "the con", "vay con", "the neu", "vay neu", "the thi", "vay thi", "the", "vay",
	"con", "neu", "roi", "a the", "a con"}

func cutOpening(folded string) (found bool, rest string) {
	for _, o := range openings {
		if after, ok := strings.CutPrefix(folded, o+" "); ok {
			return true, after
		}
	}
	return false, folded
}
