package api

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/motcua/motcua/handlers/answers"
	"github.com/motcua/motcua/handlers/site"
)

// What the tools take.
type (
	searchInput struct {
		Query  string `json:"query" jsonschema:"what a citizen asks, in Vietnamese, with or without diacritics"`
		Office string `json:"office,omitempty" jsonschema:"slug of the office whose people ask, of several; empty: none"`
	}
	procedureInput struct {
		ID     string `json:"id" jsonschema:"id of an entry as search gives it, or a national code such as 1.001193"`
		Office string `json:"office,omitempty" jsonschema:"slug of the office whose people ask, of several; empty: none"`
	}
	planInput struct {
		Year string `json:"year,omitempty" jsonschema:"year of the plan, such as 2024; empty: the newest"`
	}
)

const instructions = "Checked answers on Vietnamese administrative procedures, kept by a one-stop-shop office. Ask " +
	"search first; " +
	"get_procedure gives an entry whole. Quote what is returned with its sources and the day it was checked. " +
	"Where a fact is not verified, say so. When outcome is urgent, pass the text on before anything else."

// mcp makes the server of the Model Context Protocol: streamable HTTP without sessions, so that nothing is kept between
// requests.
func (a *API) mcp() http.Handler {
	server := mcp.NewServer(&mcp.Implementation{Name: "motcua", Title: a.cfg.Office, Version: "1"},
		&mcp.ServerOptions{Instructions: instructions})
	closed := false
	reads := &mcp.ToolAnnotations{ReadOnlyHint: true, IdempotentHint: true, OpenWorldHint: &closed}
	mcp.AddTool(server, &mcp.Tool{Name: "search", Annotations: reads, Title: "Tìm thủ tục",
		Description: "Answers a question on administrative procedures from the checked base, with what else may be " +
			"meant."},
		func(ctx context.Context, _ *mcp.CallToolRequest, in searchInput) (*mcp.CallToolResult, Answer, error) {
			q, ok := question(in.Query)
			if !ok {
				return nil, Answer{}, errors.New(textNoQuery)
			}
			out := a.answerTo(q)
			if out.Entry == nil {
				return nil, out, nil
			}
			var err error
			out.Local, _, err = a.local(ctx, in.Office, out.Entry.ID)
			return nil, out, err
		})
	mcp.AddTool(server, &mcp.Tool{Name: "get_procedure", Annotations: reads, Title: "Xem một mục",
		Description: "One entry whole: papers to bring, steps, time, fee, where, forms, each fact with its sources."},
		func(ctx context.Context, _ *mcp.CallToolRequest, in procedureInput) (*mcp.CallToolResult, site.Entry, error) {
			_, e, err := a.whole(in.ID)
			if err == nil {
				e.Local, _, err = a.local(ctx, in.Office, e.ID)
			}
			return nil, e, err
		})
	mcp.AddTool(server, &mcp.Tool{Name: "get_plan", Annotations: reads, Title: "Xem kế hoạch",
		Description: "The administrative-reform plan of a year as far as its source speaks, with what the source " +
			"does not say."},
		func(_ context.Context, _ *mcp.CallToolRequest, in planInput) (*mcp.CallToolResult, site.Entry, error) {
			return a.whole("ke-hoach-" + planYear(a.cfg.Base(), in.Year))
		})
	// A proxy on the same machine calls us by a local address with the public name: that is no attack here, where
	// everything is public and nothing can be changed.
	return oneCall(mcp.NewStreamableHTTPHandler(func(*http.Request) *mcp.Server { return server },
		&mcp.StreamableHTTPOptions{Stateless: true, JSONResponse: true, DisableLocalhostProtection: true}))
}

// oneCall refuses a batch: hundreds of questions in one request would count as one against the address's limit. The
// protocol has none since 2025-06-18, but the SDK still answers those of older versions.
func oneCall(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body) // bounded by ServeHTTP
		switch {
		case err != nil:
			refuse(w, r, http.StatusRequestEntityTooLarge, textLarge)
			return
		case bytes.HasPrefix(bytes.TrimLeft(body, " \t\r\n"), []byte("[")):
			refuse(w, r, http.StatusBadRequest, textBatch)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		next.ServeHTTP(w, r)
	})
}

// whole is an entry as a tool returns it; the error is told to the model.
func (a *API) whole(id string) (*mcp.CallToolResult, site.Entry, error) {
	e, ok := site.Describe(a.cfg.Base(), id, a.today(), a.cfg.PublicURL)
	if !ok {
		return nil, e, errors.New(textNoEntry)
	}
	return nil, e, nil
}

// planYear is the key of a plan: the one asked for, else the newest that binds anybody.
func planYear(know *answers.Knowledge, year string) string {
	newest := 0
	for _, p := range know.Library.Plans {
		if year == "" && !p.Template && p.Year > newest {
			newest = p.Year
		}
	}
	for _, p := range know.Library.Plans {
		if p.Year == newest && !p.Template {
			return p.Key
		}
	}
	return year
}
