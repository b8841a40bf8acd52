package main

import (
	"context"
	"fmt"
	"net/http/httptest"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/motcua/motcua/bot"
	"github.com/motcua/motcua/bot/bottest/chrometest"
	"github.com/motcua/motcua/bot/bottest/memstate"
	"github.com/motcua/motcua/bot/webchat"
	"github.com/motcua/motcua/cmd/motcua/base"
	"github.com/motcua/motcua/content"
)

// What an answer may take of a phone's screen, and of how many of them that is asked. Longer ones are listed.
const (
	phoneWidth  = 390
	cardHeight  = 600 // px, with the buttons below it
	cardsBelow  = 99  // of 100
	cardsAtOnce = 10
)

// TestCardsFitAPhone measures the overview of every procedure, as the chat shows it on a phone: what most people need
// is seen without scrolling.
func TestCardsFitAPhone(t *testing.T) {
	t.Parallel()
	know, err := base.Open("")
	if err != nil {
		t.Fatal(err)
	}
	day := content.DayOf(time.Date(2026, 11, 30, 9, 0, 0, 0, content.Zone))
	all := slices.DeleteFunc(slices.Clone(know.Library.Procedures),
		func(p *content.Procedure) bool { return p.Imported })
	if len(all) < 100 {
		t.Fatalf("only %d procedures", len(all))
	}
	channel, err := webchat.New(webchat.Config{State: memstate.New(nil), Office: "Bộ phận Một cửa xã Bình Lục"})
	if err != nil {
		t.Fatal(err)
	}
	site := httptest.NewServer(channel)
	ctx, stop := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() {
		_ = channel.Receive(ctx, func(ctx context.Context, updates ...bot.Update) error {
			from, err := strconv.Atoi(updates[0].Text)
			if err != nil {
				return err
			}
			for _, p := range all[from:min(from+cardsAtOnce, len(all))] {
				m, _ := know.Show(p.ID(), "", day)
				if _, err := channel.Send(ctx, updates[0].Chat, m); err != nil {
					return err
				}
			}
			return nil
		})
	})
	t.Cleanup(func() {
		stop()
		wg.Wait()
		site.Close()
	})

	page := chrometest.New(t)
	chrometest.Scheme(t, page, "light")
	chrometest.Do(t, page, chromedp.EmulateViewport(phoneWidth, 844), chromedp.Navigate(site.URL+webchat.PagePath))
	// The one font of a bare test machine, DejaVu Sans, is a seventh wider than those of phones (an "n" has 0.63 em
	// there, 0.55 in Roboto). Where a narrower one is installed nothing is corrected.
	chrometest.See[any](t, page, `(() => {
		const c = document.createElement("canvas").getContext("2d");
		c.font = "100px " + getComputedStyle(document.body).fontFamily;
		const wide = c.measureText("n").width / 100;
		if (wide > 0.58) document.body.style.letterSpacing = (0.57 - wide) + "em";
		return 0;
	})()`)
	var tall []string
	for from := 0; from < len(all); from += cardsAtOnce {
		n := min(cardsAtOnce, len(all)-from)
		chrometest.See[any](t, page, fmt.Sprintf(`(() => { const i = document.getElementById("text"); i.value = "%d"; i.form.requestSubmit(); return 0 })()`, from))
		const news = `[...document.querySelectorAll("#log .person:last-of-type ~ .ours, #log .ours")].filter(n => [...document.querySelectorAll("#log .person")].pop().compareDocumentPosition(n) & Node.DOCUMENT_POSITION_FOLLOWING)`
		chrometest.Until(t, page, fmt.Sprintf(`document.querySelector("#log .person") && %s.length == %d`, news, n))
		heights := chrometest.See[[]float64](t, page, news+`.map(n => {
			const parts = [...n.children].filter(c => !c.matches(".who")).map(c => c.getBoundingClientRect());
			return parts[parts.length - 1].bottom - parts[0].top;
		})`)
		for i, h := range heights {
			if h > cardHeight {
				tall = append(tall, fmt.Sprintf("%4.0f px  %s", h, all[from+i].Key))
			}
		}
		if wide := chrometest.See[int](t, page, "document.documentElement.scrollWidth"); wide > phoneWidth {
			t.Errorf("entries from %s: the page is %d px wide", all[from].Key, wide)
		}
		if from == 0 {
			chrometest.Shoot(t, page, "cards")
		}
		// A thread of all entries would be laid out anew for each of them.
		chrometest.See[any](t, page, `(document.querySelectorAll("#log .person, #log .ours").forEach(n => n.remove()), 0)`)
	}
	slices.Sort(tall)
	for _, line := range tall {
		t.Log(line)
	}
	if fit := 100 * (len(all) - len(tall)) / len(all); fit < cardsBelow {
		t.Errorf("%d of 100 answers are at most %d px high, want %d", fit, cardHeight, cardsBelow)
	}
}
