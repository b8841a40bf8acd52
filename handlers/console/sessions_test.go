package console

import "testing"

// TestBrowserNames: a session is called by its browser and system, not by the browser's own line.
func TestBrowserNames(t *testing.T) {
	const webkit = " AppleWebKit/537.36 (KHTML, like Gecko) "
	for _, tc := range []struct{ agent, want string }{
		{"Mozilla/5.0 (Linux; Android 10; K)" + webkit + "Chrome/130.0.0.0 Mobile Safari/537.36",
			"Chrome trên Android"},
		{"Mozilla/5.0 (Windows NT 10.0; Win64; x64)" + webkit + "coc_coc_browser/120.0 Chrome/114.0.0.0 Safari/537.36",
			"Cốc Cốc trên Windows"},
		{"Mozilla/5.0 (Windows NT 10.0; Win64; x64)" + webkit + "Chrome/130.0.0.0 Safari/537.36 Edg/130.0",
			"Edge trên Windows"},
		{"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile/15E148 Safari/604.1",
			"Safari trên iPhone"},
		{"Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0",
			"Firefox trên Linux"},
		{"curl/8.5",
			"trình duyệt khác trên máy khác"},
	} {
		if got := (sessionRow{Session: Session{Agent: tc.agent}}).Browser(); got != tc.want {
			t.Errorf("%s: %q, want %q", tc.agent, got, tc.want)
		}
	}
}
