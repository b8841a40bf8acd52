package noticepages

// The pages.
const (
	repeatPath   = "/admin/thong-bao/lap"
	templatePath = "/admin/thong-bao/mau"
	groupsPath   = "/admin/thong-bao/nhom"
)
