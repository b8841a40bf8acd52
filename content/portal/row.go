package portal

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// texts reads any JSON value as texts, because exports are loose about types: a text or a number is one, null and
// objects are none, lists are flattened.
type texts []string

// UnmarshalJSON never fails on valid JSON.
func (t *texts) UnmarshalJSON(b []byte) error {
	*t = nil
	switch c := b[0]; {
	case c == '"':
		var s string
		if err := json.Unmarshal(b, &s); err != nil {
			return err
		}
		if s != "" {
			*t = texts{s}
		}
	case c == '[':
		var list []texts
		if err := json.Unmarshal(b, &list); err != nil {
			return err
		}
		for _, more := range list {
			*t = append(*t, more...)
		}
	case c == '-' || c >= '0' && c <= '9':
		*t = texts{string(b)}
	}
	return nil
}

func (t texts) joined() string { return strings.TrimSpace(strings.Join(t, "; ")) }

// parse reads one object.
func parse(line []byte) (Row, error) {
	if !bytes.HasPrefix(line, []byte("{")) {
		return Row{}, errors.New("column 1: not a JSON object")
	}
	var in struct {
		ID          texts `json:"id"`
		Title       texts `json:"title"`
		Field       texts `json:"field"`
		AgencyLevel texts `json:"agency_level"`
		Dossier     texts `json:"dossier"`
		Steps       texts `json:"steps"`
		Time        texts `json:"time"`
		Fee         texts `json:"fee"`
		Agency      texts `json:"agency"`
		LegalBasis  texts `json:"legal_basis"`
		Result      texts `json:"result"`
		Conditions  texts `json:"conditions"`
		Audience    texts `json:"audience"`
		Decision    texts `json:"decision"`
		URL         texts `json:"url"`
		Question    texts `json:"question"`
		Answer      texts `json:"answer"`
	}
	if err := json.Unmarshal(line, &in); err != nil {
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			return Row{}, fmt.Errorf("column %d: %w", syntax.Offset, err)
		}
		return Row{}, err
	}
	return Row{
		ID: in.ID.joined(), Title: in.Title.joined(), Field: in.Field.joined(), AgencyLevel: in.AgencyLevel.joined(),
		Dossier: in.Dossier, Steps: in.Steps, Time: in.Time.joined(), Fee: in.Fee.joined(), Agency: in.Agency.joined(),
		LegalBasis: in.LegalBasis, Result: in.Result.joined(), Conditions: in.Conditions.joined(),
		Audience: in.Audience.joined(),
		Decision: in.Decision.joined(), URL: in.URL.joined(), Question: in.Question.joined(),
		Answer: in.Answer.joined(),
	}, nil
}

// Row is one line of an export.
type Row struct {
	Line        int    // in the file, from 1
	ID          string // national code, or the FAQ's id
	Title       string
	Field       string
	AgencyLevel string // as exported: "Cấp tỉnh, Cấp xã"
	Dossier     []string
	Steps       []string
	Time        string
	Fee         string
	Agency      string
	LegalBasis  []string
	Result      string
	Conditions  string
	Audience    string
	Decision    string
	URL         string
	Question    string
	Answer      string
}

// LineError says what is wrong with a line.
type LineError struct {
	Line int
	Err  error
}

// Error gives "line 12: what".
func (e LineError) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }

// Unwrap gives the cause.
func (e LineError) Unwrap() error { return e.Err }
