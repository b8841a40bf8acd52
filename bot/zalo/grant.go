package zalo

import (
	"context"
	"time"

	"github.com/motcua/motcua/bot"
)

// GrantStatus is what the store holds of the grant to send in the account's name. Its times are UTC.
type GrantStatus struct {
	Granted bool      // there is a pair of tokens
	Got     time.Time // when Zalo gave it
	Expires time.Time // of the access token; it is renewed before
	Lost    time.Time // Zalo refused to renew it; zero: it did not
	Unclear time.Time // a renewal was begun whose end is not known; zero: none
}

// ReadGrant reads the stored grant without asking Zalo: asking would use up the refresh token, which works once.
func ReadGrant(ctx context.Context, r bot.Reader, appID string) (GrantStatus, error) {
	var p pair
	if _, err := r.Get(ctx, tokenKey(appID), &p); err != nil {
		return GrantStatus{}, err
	}
	return GrantStatus{Granted: p.Refresh != "", Got: p.Got, Expires: p.Expires, Lost: p.Lost, Unclear: p.Trying}, nil
}
