package zalo

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"strings"
)

// Sign returns the signature of an event: hex SHA-256 over the app's id, the raw body, the body's timestamp and the
// account's secret key, one after the other. It is no HMAC.
func Sign(appID string, body []byte, timestamp, secretKey string) string {
	h := sha256.New()
	h.Write([]byte(appID))
	h.Write(body)
	h.Write([]byte(timestamp))
	h.Write([]byte(secretKey))
	return hex.EncodeToString(h.Sum(nil))
}

// signed compares in constant time; the header's value comes with or without "mac=".
func signed(header, id string, body []byte, timestamp, secretKey string) bool {
	got, err := hex.DecodeString(strings.TrimPrefix(strings.TrimSpace(header), "mac="))
	if err != nil || len(got) != sha256.Size {
		return false
	}
	want, _ := hex.DecodeString(Sign(id, body, timestamp, secretKey)) // our own hex
	return subtle.ConstantTimeCompare(got, want) == 1
}
