package firstday_test

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/motcua/motcua/handlers/console/firstday"
	"github.com/motcua/motcua/handlers/photo"
)

// uploads sends a file as the form of the office's picture does.
func (o *office) uploads(id string, file []byte) (int, string) {
	o.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	_ = form.WriteField("csrf", o.csrf)
	_ = form.WriteField("ma", id)
	part, err := form.CreateFormFile("anh", "IMG_2026.jpg")
	if err == nil {
		_, err = part.Write(file)
	}
	if err != nil || form.Close() != nil {
		o.t.Fatal(err)
	}
	req, err := http.NewRequest(http.MethodPost, o.url+"/admin/co-quan/anh", &body)
	if err != nil {
		o.t.Fatal(err)
	}
	req.Header.Set("Content-Type", form.FormDataContentType())
	req.Header.Set("Origin", o.url)
	resp, err := o.Do(req)
	return o.read(resp, err)
}

// TestPicture: a clerk puts a picture of the house there, sees it, replaces it and takes it away; each deed is in the
// log.
func TestPicture(t *testing.T) {
	o := open(t, firstday.Config{})
	const id, page = "trung-tam-xa-mau", "/admin/co-quan?ma=trung-tam-xa-mau"
	if _, body := o.get(page); !strings.Contains(body, "Ảnh chụp từ ngoài đường") || strings.Contains(body, "<img") {
		t.Fatalf("no picture is asked for:\n%s", words(body))
	}
	var house bytes.Buffer
	if err := jpeg.Encode(&house, image.NewGray(image.Rect(0, 0, 800, 600)), nil); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		id   string
		file []byte
		want string
	}{
		"a document":   {id, []byte("%PDF-1.7"), "không phải ảnh JPEG"},
		"nothing":      {id, nil, "chọn một ảnh"},
		"too large":    {id, make([]byte, 5<<20+1), "tối đa 5 MB"},
		"other office": {"khong-co", house.Bytes(), "Không có nơi tiếp nhận này"},
	} {
		if status, body := o.uploads(c.id, c.file); status < 400 || !strings.Contains(words(body), c.want) {
			t.Errorf("%s: %d\n%s", name, status, words(body))
		}
	}
	if _, found, _ := photo.Load(context.Background(), o.state, id); found {
		t.Fatal("a picture that was refused is kept")
	}
	if status, body := o.uploads(id, house.Bytes()); status != http.StatusOK || !strings.Contains(body, `width="800" height="600"`) {
		t.Fatalf("%d\n%s", status, words(body))
	}
	status, kept := o.get("/admin/co-quan/anh?ma=" + id)
	if _, _, err := image.Decode(strings.NewReader(kept)); status != http.StatusOK || err != nil {
		t.Errorf("the picture is not shown: %d, %v", status, err)
	}
	drop := url.Values{"ma": {id}, "viec": {"bo"}}
	if _, body := o.post("/admin/co-quan/anh", drop); !strings.Contains(words(body), "xóa hẳn khỏi máy chủ") {
		t.Errorf("nobody is asked:\n%s", words(body))
	}
	drop.Set("chac", "co")
	if status, body := o.post("/admin/co-quan/anh", drop); status != http.StatusOK || strings.Contains(body, "<img") {
		t.Errorf("it stands there still: %d", status)
	}
	if _, found, _ := photo.Load(context.Background(), o.state, id); found {
		t.Error("the picture is not erased")
	}
	if _, log := o.get("/admin/nhat-ky"); !strings.Contains(words(log), "Đặt ảnh cơ quan") ||
		!strings.Contains(words(log), "Bỏ ảnh cơ quan") {
		t.Errorf("the log does not say who did it:\n%s", words(log))
	}
}
