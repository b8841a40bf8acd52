package vi

import "strings"

var onsets = set("b c ch d g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x")

// rhymes in plain letters, of every tone and mark.
var rhymes = set(`a ac ach ai am an ang anh ao ap at au ay
e ec em en eng eo ep et ech enh eu
i ia ich iec iem ien ieng iep iet ieu im in inh ip it iu
o oa oac oach oai oam oan oang oanh oao oap oat oay oc oe oen oeo oet oi om on ong ooc oong op ot
u ua uan uang uat uay uc ue uech uenh ui uich uinh um un ung uo uoc uoi uom uon uong uop uot uou
up ut uu uy uya uych uyen uyet uynh uyt uyu
y yem yen yet yeu ynh
oeng uet uen uem uyn`)

func set(words string) map[string]bool {
	m := make(map[string]bool)
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// IsSyllable reports whether a folded word can be a Vietnamese syllable.
func IsSyllable(fold string) bool {
	if rhymes[fold] {
		return true
	}
	for n := min(3, len(fold)-1); n >= 1; n-- {
		if onsets[fold[:n]] && rhymes[fold[n:]] {
			return true
		}
	}
	return fold == "gi"
}
