package handlers

import (
	"slices"
	"strconv"
	"strings"

	"github.com/motcua/motcua/content/vi"
)

// move is what words mean for the conversation itself rather than as a question.
type move int

const (
	noMove     move = iota
	moveUp          // the answer helped
	moveDown        // it did not
	moveAfraid      // fear, worry
	moveAway        // anger, disappointment
	moveHuman       // a person is wanted
	moveAgain       // say it once more, more simply
	moveBack        // the entry before
	moveStop        // never mind
	moveWrong       // that is not what was meant
)

// moves are the folded words of the moves, each as the whole message but for small words around it.
var moves = map[move][]string{
	moveHuman: {
		"gap nguoi that", "gap nguoi", "gap can bo", "noi chuyen voi nguoi that", "noi chuyen voi can bo",
		"muon gap nguoi that",
		"muon noi chuyen voi nguoi", "cho gap nguoi that", "cho gap can bo", "gap nhan vien",
		"noi chuyen voi nhan vien", "can nguoi tu van",
		"chuyen cho can bo", "chuyen can bo", "chuyen cho nguoi that", "hoi can bo", "goi cho ai", "ai tu van",
		"co nguoi that khong",
		"ai biet", "vay ai biet", "hoi ai", "vay hoi ai", "hoi ai duoc", "co ai tra loi khong", "xin gap can bo",
		"gap nguoi tu van", "gap can bo duoc khong", "gap nguoi duoc khong", "noi chuyen voi ai", "goi can bo",
		"noi chuyen voi nguoi", "noi chuyen voi nguoi di", "gap ai de hoi",
		"gap truc tiep can bo", "toi muon gap nguoi", "khong noi chuyen voi may", "khong muon noi chuyen voi may",
	},
	moveAgain: {
		"noi lai", "noi lai di", "nhac lai", "nhac lai di", "giai thich lai", "noi ro hon", "noi ro", "noi de hieu hon",
		"khong hieu",
		"chua hieu", "khong hieu gi", "khong hieu gi ca", "kho hieu", "kho hieu qua", "la sao", "nghia la sao",
		"the la sao", "sao co", "kho qua khong hieu", "khong hieu lam", "doc khong hieu", "dai qua khong hieu",
		"khong hieu gi het", "noi lai cai do", "noi lai cai do di", "nhac lai cai do",
	},
	moveBack: {"quay lai", "tro lai", "quay lai cau truoc", "cau truoc", "muc truoc", "luc nay", "quay ve", "back"},
	moveStop: {
		"thoi", "thoi khoi", "thoi khong can", "thoi khong can nua", "khong can nua", "khong can", "bo di", "bo qua",
		"khoi", "danh nham",
		"hoi cai khac", "thoi hoi cai khac", "hoi viec khac", "thoi hoi viec khac", "go nham", "nham", "nham roi",
		"hoi nham", "nhan nham", "thoi duoc roi",
	},
	moveWrong: {
		"khong phai", "khong phai cai nay", "khong phai cai do", "khong phai viec nay", "khong phai the", "khong dung",
		"sai roi", "sai", "sai bet",
		"tra loi sai", "khong phai y toi", "khong phai y em", "khong dung y", "lac de", "khong lien quan",
	},
	moveAfraid: {"so qua", "lo qua", "hoang mang qua", "lo lam", "so lam", "roi qua", "khong biet lam sao",
		"khong biet phai lam sao", "lo qua khong biet lam sao", "so qua khong biet lam sao", "khong biet lam the nao",
		"lo qua khong biet lam the nao", "gio khong biet lam sao", "roi qua khong biet lam sao"},
	moveAway: {"buc qua", "buc minh", "chan", "lau qua", "phien qua", "met qua",
		"buc minh ghe", "buc minh qua", "buc ghe", "buc that", "chan qua", "chan ghe", "that vong qua", "ghet"},
}

// signs are the emoji that are moves.
var signs = map[string]move{
	"👍": moveUp, "👌": moveUp, "❤": moveUp, "💯": moveUp, "🙏": noMove, "👎": moveDown, "😡": moveAway, "🤬": moveAway,
	"😠": moveAway, "😤": moveAway,
	"😢": moveAway, "😭": moveAway, "💢": moveAway,
}

// around are words that change nothing of a move.
var around = vi.WordSet("a da vang em anh chi oi nhe nha nhi di cho minh toi voi duoc roi ad bot shop ban co chu bac " +
	"oi u uh ua uk thi xin vui long giup hay cau ma vay")

// moveOf reads a message as a move.
func moveOf(text, folded string) move {
	if folded == "" {
		return moveBySign(text)
	}
	words := strings.Fields(folded)
	if leaves(words) {
		return moveStop
	}
	if len(words) > 8 {
		return noMove
	}
	if rude(text, folded) {
		return moveAway
	}
	if rest, ok := strings.CutPrefix(folded, "thoi "); ok {
		if m := moveOf(rest, rest); m == moveHuman || m == moveBack || m == moveAgain {
			return m
		}
	}
	for i, w := range words {
		if w == "k" || w == "ko" || w == "kg" || w == "hok" {
			words[i] = "khong"
		}
	}
	folded = strings.Join(words, " ")
	if wantsPerson(folded, len(words)) {
		return moveHuman
	}
	bare := bareOf(words)
	for m, list := range moves {
		if slices.Contains(list, folded) {
			return m
		}
	}
	return movesBare[bare]
}

// movesBare are the moves by their bare words.
var movesBare = movesBareOf()

func movesBareOf() map[string]move {
	out := make(map[string]move)
	for m, list := range moves {
		for _, w := range list {
			if bare := bareOf(strings.Fields(w)); says(bare, w) {
				out[bare] = m
			}
		}
	}
	return out
}

// moveBySign reads a message without words.
func moveBySign(text string) move {
	for sign, m := range signs {
		if strings.Contains(text, sign) {
			return m
		}
	}
	return noMove
}

// leaves reports whether words end the conversation with what the writer will do instead: "thôi khỏi, để mai tôi ra xã
// hỏi". A question after "thôi" is asked all the same.
func leaves(words []string) bool {
	if len(words) < 3 || len(words) > 12 || words[0] != "thoi" && words[0] != "ok" ||
		words[1] != "khoi" && words[1] != "de" {
		return false
	}
	return !slices.ContainsFunc(words[2:], func(w string) bool { return questioning[w] })
}

// questioning are folded words by which a sentence asks.
var questioning = vi.WordSet("gi j nao sao dau may nhieu bn khong ko k chua lau")

// says reports whether the bare words of a move are still that move: "sao cơ" leaves "sao", and so does "bản sao".
func says(bare, whole string) bool { return bare == whole || strings.Contains(bare, " ") }

// wantsPerson reports whether few words ask for a person by his office: "muốn gặp cán bộ tư pháp".
func wantsPerson(folded string, words int) bool {
	has := func(list ...string) bool {
		return slices.ContainsFunc(list, func(w string) bool { return strings.Contains(" "+folded+" ", " "+w+" ") })
	}
	return words <= 7 && has("gap can bo", "gap chi can bo", "gap anh can bo", "gap co can bo", "gap bac can bo",
		"gap mot can bo", "gap nguoi that", "noi chuyen voi can bo", "gap nhan vien", "gap lanh dao",
		"gap nguoi phu trach", "gap cong chuc", "gap chuyen vien") &&
		!has("nao", "o dau", "lam sao", "khi nao", "co phai", "lich")
}

// insults are folded words that are nothing else; insulting are those that may be something else alone.
var (
	insults = vi.WordSet("dm dkm dcm vcl vkl clgt dmm ditme")
	abusive = []string{"nhu l", "nhu lon", "nhu cc", "nhu cac", "nhu cut", "oc cho", "ngu qua", "ngu the", "ngu vay",
		"bot ngu", "may ngu", "do ngu", "ngu vai", "ngu nhu", "cut di", "dit me", "vo dung",
		"tra loi vo van", "noi linh tinh", "tra loi linh tinh", "tra loi lung tung", "dien a", "lua dao a",
		"lam an kieu gi", "lam an cham chap", "lam an gi ma lau"}
)

// rude reports whether a message insults rather than asks.
func rude(text, folded string) bool {
	return slices.ContainsFunc(strings.Fields(folded), func(w string) bool { return insults[w] }) ||
		slices.ContainsFunc(abusive, func(w string) bool { return strings.Contains(" "+folded+" ", " "+w+" ") }) &&
			!strings.Contains(text, "?")
}

func bareOf(words []string) string {
	var out []string
	for _, w := range words {
		if !around[w] {
			out = append(out, w)
		}
	}
	return strings.Join(out, " ")
}

// corrections begin a message that puts the question right: what follows is the question. The longest that fits counts.
var corrections = correctionsOf()

func correctionsOf() (heads [][]string) {
	list := []string{"a khong", "khong phai ma la", "khong phai", "a nham", "nham", "nham roi", "a quen", "y la",
		"xin loi nham", "a xin loi"}
	for _, who := range []string{"toi", "em", "minh", "e", "t", "con", "chau", "anh", "chi"} {
		list = append(list, who+" nham", "a "+who+" nham", who+" nham roi", "y "+who+" la",
			who+" hoi la", who+" dang hoi", who+" hoi ve", "y "+who+" hoi")
		for _, wrong := range []string{"khong", "khong phai", "sai", "sai roi", "nham", "nham roi", "khong dung", "a",
			"a khong", who + " nham", who + " nham roi", who + " danh nham", "a " + who + " nham",
			"a " + who + " danh nham", "xin loi " + who + " nham"} {
			list = append(list, wrong+" "+who+" hoi", wrong+" "+who+" muon hoi", wrong+" "+who+" dang hoi",
				wrong+" y "+who+" la")
		}
	}
	slices.SortStableFunc(list, func(a, b string) int { return strings.Count(b, " ") - strings.Count(a, " ") })
	for _, c := range list {
		heads = append(heads, strings.Fields(c))
	}
	return heads
}

// details are folded words that begin a circumstance rather than another matter: "không phải trong khu quy hoạch".
var details = vi.WordSet("trong ngoai o tai vi do cho cua tu den theo")

// corrected cuts a correction off; ok is false when the message does not begin with one, or is nothing else.
// asked says that it says so itself: "không, em hỏi …".
func corrected(text string) (rest string, asked, ok bool) {
	words := strings.Fields(text)
	folded := strings.Fields(vi.Fold(text))
	if len(words) != len(folded) {
		return "", false, false
	}
	for _, head := range corrections {
		if len(folded) > len(head) && slices.Equal(folded[:len(head)], head) && !details[folded[len(head)]] {
			end := len(words)
			for end > len(head)+1 && (strings.EqualFold(words[end-1], "cơ") || folded[end-1] == "kia") {
				end-- // "… cơ" only says that it is another
			}
			return strings.Join(words[len(head):end], " "), slices.Contains(head, "hoi"), true
		}
	}
	return "", false, false
}

// mostChoices is more than any choice has: a higher number by itself is an age or an amount.
const mostChoices = 12

// ordinals are the words for the numbers of a choice.
var ordinals = map[string]int{
	"mot": 1, "nhat": 1, "dau": 1, "hai": 2, "nhi": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "sau": 6,
}

// beforeNumber counts the words before the number of a choice; named says that they speak of one: "em chọn cái thứ".
func beforeNumber(folded []string) (n int, named bool) {
	for n < len(folded) {
		switch folded[n] {
		case "da", "em", "toi":
		case "cai", "so", "thu", "muc", "chon", "lua", "viec", "y", "phan", "cau":
			named = true
		default:
			return n, named
		}
		n++
	}
	return n, named
}

// chosenNumber reads the word at i as the number of one of n choices; named tells that words before it say so.
func chosenNumber(folded []string, i int, named bool, n int) (int, bool) {
	switch word := folded[i]; {
	case word == "cuoi" && named:
		return n, true
	case ordinals[word] > 0 && (named || len(folded) == 1):
		return ordinals[word], true
	default:
		number, err := strconv.Atoi(word)
		alone := len(folded) == 1 && n > 0 && number < 100 // after a choice it can be nothing else
		return number, err == nil && (named || alone || len(folded) <= i+3 && number <= mostChoices)
	}
}

// chosen reads which of n choices is meant: "2", "số 2", "cái thứ hai", "cái cuối cần gì"; rest is what is asked of it.
// A number that is none of the choices gives out.
func chosen(text string, n int) (number int, rest string, out, ok bool) {
	folded := strings.Fields(vi.Fold(text))
	if len(folded) == 0 || len(folded) > 8 {
		return 0, "", false, false
	}
	i, named := beforeNumber(folded)
	if i == len(folded) {
		return 0, "", false, false
	}
	if number, ok = chosenNumber(folded, i, named, n); !ok {
		return 0, "", false, false
	}
	if i+1 < len(folded) && folded[i+1] == "tien" && folded[i] == "dau" { // "cái đầu tiên"
		i++
	}
	words := strings.Fields(text)
	if len(words) == len(folded) {
		rest = strings.Join(words[i+1:], " ")
	}
	if bareOf(strings.Fields(vi.Fold(rest))) == "" {
		rest = ""
	}
	return number, rest, number < 1 || number > n, true
}
