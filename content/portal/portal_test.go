package portal_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/motcua/motcua/content/portal"
	"github.com/motcua/motcua/content/search"
)

func TestRead(t *testing.T) {
	tests := []struct {
		name, in string
		want     []portal.Row
		bad      []string
	}{
		{name: "procedure", in: `{"id":"1.000001","title":"Thủ tục \"A\" \u0111\u1ea5t","field":"Hộ tịch","agency_level":"Cấp xã","dossier":["a","b"],"unknown":{"x":[1,{"y":"}"}]},"fee":"0"}`,
			want: []portal.Row{{Line: 1, ID: "1.000001", Title: `Thủ tục "A" đất`, Field: "Hộ tịch", AgencyLevel: "Cấp xã", Dossier: []string{"a", "b"}, Fee: "0"}}},
		{name: "faq", in: `{"id":"f1","question":"Hỏi?","answer":"Đáp."}`, want: []portal.Row{{Line: 1, ID: "f1", Question: "Hỏi?", Answer: "Đáp."}}},
		{name: "odd types", in: `{"id":12,"title":["A","B"],"dossier":"một","steps":null,"time":{"days":3},"fee":-1.5e3,"legal_basis":[["x"],2,true]}`,
			want: []portal.Row{{Line: 1, ID: "12", Title: "A; B", Dossier: []string{"một"}, Fee: "-1.5e3",
				LegalBasis: []string{"x", "2"}}}},
		{name: "blank lines and mark",
			in:   "\ufeff{\"id\":\"1\",\"title\":\"A\"}\r\n\n  \n{\"id\":\"2\",\"title\":\"B\"}",
			want: []portal.Row{{Line: 1, ID: "1", Title: "A"}, {Line: 4, ID: "2", Title: "B"}}},
		{name: "surrogates", in: `{"id":"1","title":"\ud83d\ude00 \ud83d"}`, want: []portal.Row{{Line: 1, ID: "1", Title: "😀 \ufffd"}}},
		{name: "bad lines between good ones",
			in:   "{\"id\":\"1\",\"title\":\"A\"}\nnonsense\n{\"id\":\"2\"}\n{\"title\":\"B\"}\n{\"id\":\"1\",\"title\":\"C\"}\n{\"id\":\"3\",\"title\":\"x\n{\"id\":\"4\",\"title\":\"D\"} {}\n{\"id\":\"5\",\"title\":\"E\"}",
			want: []portal.Row{{Line: 1, ID: "1", Title: "A"}, {Line: 8, ID: "5", Title: "E"}},
			bad: []string{"line 2: column 1: not a JSON object", `line 3: neither "title" (a procedure) nor "question" (a FAQ)`, `line 4: no "id"`,
				`line 5: id "1" is already on line 1`, "line 6: column 20: unexpected end of JSON input", "line 7: column 24: invalid character '{' after top-level value"}},
		{name: "empty", in: ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rows, bad, err := portal.Read(strings.NewReader(tt.in))
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(rows, tt.want) {
				t.Errorf("rows %+v\nwant %+v", rows, tt.want)
			}
			var got []string
			for _, b := range bad {
				got = append(got, b.Error())
			}
			if !reflect.DeepEqual(got, tt.bad) {
				t.Errorf("errors %q\nwant   %q", got, tt.bad)
			}
		})
	}
}

func TestReadLongLines(t *testing.T) {
	long := `{"id":"1","title":"A","answer":"` + strings.Repeat("x", 1<<20) + `"}`
	tooLong := `{"id":"2","title":"B","answer":"` + strings.Repeat("x", portal.MaxLine) + `"}`
	rows, bad, err := portal.Read(strings.NewReader(long + "\n" + tooLong + "\n" + `{"id":"3","title":"C"}`))
	if err != nil || len(rows) != 2 || len(rows[0].Answer) != 1<<20 || rows[1].ID != "3" {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if len(bad) != 1 || bad[0].Line != 2 {
		t.Errorf("errors %v, want one on line 2", bad)
	}
}

func TestDoc(t *testing.T) {
	rows, _, err := portal.Read(strings.NewReader(`{"id":"1","title":"Thủ tục tách hộ (cấp xã)","field":"Cư trú","agency_level":"Cấp tỉnh, Cấp Xã, Cơ quan ngành dọc","dossier":["Tờ khai","Căn cước"]}
{"id":"f","question":"Hỏi?","answer":"Đáp."}`))
	if err != nil || len(rows) != 2 {
		t.Fatal(rows, err)
	}
	want := search.Doc{ID: "1", Title: "Thủ tục tách hộ (cấp xã)", Field: "Cư trú",
		Levels: []string{search.LevelProvince, search.LevelCommune, search.LevelVertical},
		Body:   "Tờ khai\nCăn cước", Kind: search.Procedure, Family: "tach ho"}
	if got := rows[0].Doc(); !reflect.DeepEqual(got, want) {
		t.Errorf("doc %+v\nwant %+v", got, want)
	}
	if got := rows[1].Doc(); got.Kind != search.FAQ || got.Title != "Hỏi?" || got.Body != "Đáp." {
		t.Errorf("faq %+v", got)
	}
}

func TestFamily(t *testing.T) {
	same := []string{"Thủ tục tách hộ", "Tách hộ", "TÁCH HỘ (cấp xã)", "Tách hộ (thực hiện tại cấp tỉnh)", "Tách  hộ."}
	for _, title := range same {
		if got := portal.Family(title); got != "tach ho" {
			t.Errorf("Family(%q) = %q", title, got)
		}
	}
	if portal.Family("Tách hộ (có yếu tố nước ngoài)") == "tach ho" {
		t.Error("a special case is a family of its own")
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{`{"id":"1","title":"A","dossier":["\u00e1",null,1]}`, `{"id":1,"question":[[]],"answer":{}}`, "{\"id\":\"\xff\",\"title\":\"\\u12\"}", `{`, `{"a":}`, `{"id":"1","title":"x"}}`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		if strings.ContainsAny(line, "\n\r") {
			return
		}
		rows, bad, err := portal.Read(strings.NewReader(line))
		if err != nil || len(rows)+len(bad) > 1 {
			t.Fatalf("%d rows, %d errors, %v", len(rows), len(bad), err)
		}
		// Whatever the standard decoder reads as an object with text for id and
		// title must be read alike.
		var std struct{ ID, Title string }
		var keys map[string]json.RawMessage
		if json.Unmarshal([]byte(line), &keys) != nil || len(rows) == 0 {
			return
		}
		if json.Unmarshal(keys["id"], &std.ID) != nil || json.Unmarshal(keys["title"], &std.Title) != nil {
			return
		}
		if rows[0].ID != strings.TrimSpace(std.ID) || rows[0].Title != strings.TrimSpace(std.Title) {
			t.Errorf("read %q %q, want %q %q", rows[0].ID, rows[0].Title, std.ID, std.Title)
		}
	})
}
