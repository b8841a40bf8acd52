package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"
)

// finding is one thing looked at.
type finding struct {
	what string
	err  error  // nil: good
	hint string // worth knowing although it is good
}

// fetch gets a small page. Its error never names the address, which may hold a token.
func fetch(ctx context.Context, address string) (body string, status int, err error) {
	return request(ctx, http.MethodGet, address)
}

func request(ctx context.Context, method, address string) (body string, status int, err error) {
	req, err := http.NewRequestWithContext(ctx, method, address, nil)
	if err != nil {
		return "", 0, errors.New("bad address")
	}
	if method == http.MethodPost {
		req.Body, req.ContentLength = io.NopCloser(strings.NewReader("{}")), 2
		req.Header.Set("Content-Type", "application/json")
	}
	client := http.Client{Timeout: 15 * time.Second}
	resp, err := client.Do(req)
	if err != nil {
		return "", 0, errors.New("no answer")
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	if err != nil {
		return "", 0, errors.New("answer cut")
	}
	return string(text), resp.StatusCode, nil
}
