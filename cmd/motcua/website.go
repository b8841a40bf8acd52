package main

import (
	"fmt"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/motcua/motcua/handlers/site"
	"github.com/motcua/motcua/handlers/site/api"
)

// siteConfig is what the citizen's pages need of the running bot.
func (p *process) siteConfig() site.Config {
	return site.Config{
		Base: p.know.Load, State: p.store, Calendar: p.bot.Calendar, Cases: p.bot.Cases, Office: p.config.Office,
		Retention: p.config.Retention, PublicURL: p.config.PublicURL, TrustedProxies: p.config.TrustedProxies,
		API: p.config.API, Now: time.Now, Log: p.log,
	}
}

// openSite serves the citizen's pages wherever nothing else is served.
func (p *process) openSite() error {
	s, err := site.New(p.siteConfig())
	if err != nil {
		return fmt.Errorf("trang web: %w", err)
	}
	p.mux.Handle("/", s)
	if !p.config.API {
		return nil
	}
	a, err := api.New(api.Config{Base: p.know.Load, Office: p.config.Office, PublicURL: p.config.PublicURL,
		TrustedProxies: p.config.TrustedProxies, Log: p.log})
	if err != nil {
		return fmt.Errorf("giao diện chỉ đọc: %w", err)
	}
	for _, path := range api.Paths {
		p.mux.Handle(path, a)
	}
	return nil
}

// ContentSiteCmd writes the citizen's pages of a base as files.
type ContentSiteCmd struct {
	Dir     string `arg:"" placeholder:"THƯ-MỤC-RA" help:"Nơi ghi; phải trống hoặc chưa có."`
	Content string `env:"MOTCUA_CONTENT" placeholder:"THƯ-MỤC" help:"Kho nội dung; bỏ trống là kho có sẵn."`
	Office  string `env:"MOTCUA_OFFICE" default:"Bộ phận Một cửa" placeholder:"TÊN" help:"Tên cơ quan trên các trang."`
	URL     string `placeholder:"URL" help:"Địa chỉ https mà các tệp sẽ nằm ở đó; có thì mới có sitemap, canonical và ảnh xem trước."`
	Server  string `placeholder:"URL" help:"Địa chỉ của bot đang chạy, để nối ô tìm, khung chat, góp ý; bỏ trống thì không có các phần đó."`
}

// Run writes the pages and says how many files there are.
func (c *ContentSiteCmd) Run() error {
	if list, err := os.ReadDir(c.Dir); err == nil && len(list) > 0 {
		return exit{1, fmt.Errorf("thư mục %s không trống; hãy chọn thư mục khác", c.Dir)}
	}
	for _, address := range []string{c.URL, c.Server} {
		if u, err := url.Parse(address); address != "" && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
			return exit{2, fmt.Errorf("%q không phải địa chỉ http(s)", address)}
		}
	}
	know, err := openKnowledge(c.Content)
	if err != nil {
		return err
	}
	n, err := site.Files(know, site.Config{Office: c.Office, PublicURL: c.URL}, strings.TrimRight(c.Server, "/"), c.Dir)
	if err != nil {
		return err
	}
	fmt.Printf("Đã ghi %d tệp vào %s.\n", n, c.Dir)
	return nil
}
