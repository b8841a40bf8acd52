package bot

import (
	"encoding"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// mostAction is how long an action may be: what the narrowest platform carries.
const mostAction = 64

// Action is one kind of button: the words that name it, and what each button of the kind says in the fields of T.
//
// On the wire it is the name and the fields in order, joined by ":": "task:to:V-2345:P-6789". A field is a string, a
// whole number, or has encoding.TextMarshaler and TextUnmarshaler; a struct without them stands for its fields. Fields
// marked `action:"optional"`, and pointers to a number, come last and are left out where they, and all after them, are
// zero. The last field takes the rest, so it alone may hold a ":". Buttons stay in chats for years: neither a name nor
// the order of fields changes.
type Action[T any] struct{ name string }

// NewAction names a kind of button. A T that does not fit on a button is a mistake in the program, found at start.
func NewAction[T any](name string) Action[T] {
	var v T
	optional := false
	for _, f := range fieldsOf(reflect.ValueOf(&v).Elem()) {
		if !f.usable() || optional && !f.optional {
			panic(fmt.Sprintf("action %q: %T does not fit on a button", name, v))
		}
		optional = f.optional
	}
	return Action[T]{name}
}

// Name is what the action is registered by.
func (a Action[T]) Name() string { return a.name }

// Form is how it looks on the wire, with the names of its fields.
func (a Action[T]) Form() string {
	var v T
	form := a.name
	for _, f := range fieldsOf(reflect.ValueOf(&v).Elem()) {
		if f.optional {
			form += "[:" + f.name + "]"
		} else {
			form += ":" + f.name
		}
	}
	return form
}

// Button is a button of this kind.
func (a Action[T]) Button(label string, v T) Button { return Button{Label: label, Action: a.String(v)} }

// String writes the action of one button.
func (a Action[T]) String(v T) string {
	return a.name + writeFields(reflect.ValueOf(&v).Elem())
}

// Read reads what a button says; ok is false for another kind of button, for what was never a button, and for one that
// says too little, too much or something else than T.
func (a Action[T]) Read(action string) (v T, ok bool) {
	rest, ours := strings.CutPrefix(action, a.name)
	if !ours || len(action) > mostAction || !printable(action) {
		return v, false
	}
	if rest != "" && rest[0] != ':' {
		return v, false
	}
	if !readFields(reflect.ValueOf(&v).Elem(), strings.TrimPrefix(rest, ":"), rest != "") {
		var none T
		return none, false
	}
	return v, true
}

func printable(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// Values writes the fields of a struct as they stand in an action.
func Values[T any](v T) string {
	return strings.TrimPrefix(writeFields(reflect.ValueOf(&v).Elem()), ":")
}

// ReadValues reads what Values wrote.
func ReadValues[T any](s string) (v T, ok bool) {
	if !readFields(reflect.ValueOf(&v).Elem(), s, s != "") {
		var none T
		return none, false
	}
	return v, true
}

// writeFields is what stands behind the name on the wire.
func writeFields(v reflect.Value) string {
	fields := fieldsOf(v)
	for len(fields) > 0 && fields[len(fields)-1].optional && fields[len(fields)-1].v.IsZero() {
		fields = fields[:len(fields)-1]
	}
	var out strings.Builder
	for _, f := range fields {
		out.WriteByte(':')
		out.WriteString(f.write())
	}
	return out.String()
}

// readFields fills v from s; there says whether s holds anything at all.
func readFields(v reflect.Value, s string, there bool) bool {
	fields := fieldsOf(v)
	var parts []string
	if there {
		if parts = strings.SplitN(s, ":", len(fields)); len(fields) == 0 {
			return false
		}
	}
	for i, f := range fields {
		switch {
		case i >= len(parts):
			if !f.optional {
				return false
			}
		case parts[i] == "" && f.optional:
		case !f.read(parts[i]):
			return false
		}
	}
	return true
}

var textUnmarshaler = reflect.TypeFor[encoding.TextUnmarshaler]()

type actionField struct {
	name     string
	v        reflect.Value
	optional bool
}

// fieldPlace is where a field stands in a struct.
type fieldPlace struct {
	name     string
	index    []int
	optional bool
}

// layouts are the places of the fields by reflect.Type: an answer has ten buttons of two or three types.
var layouts sync.Map

// fieldsOf lists the fields of a struct, and of the structs in it that have no text of their own.
func fieldsOf(v reflect.Value) []actionField {
	places, known := layouts.Load(v.Type())
	if !known {
		places, _ = layouts.LoadOrStore(v.Type(), placesOf(v.Type(), nil, false))
	}
	list := places.([]fieldPlace)
	out := make([]actionField, len(list))
	for i, p := range list {
		out[i] = actionField{p.name, v.FieldByIndex(p.index), p.optional}
	}
	return out
}

// placesOf lists the fields of a struct type that stands at an index of another.
func placesOf(t reflect.Type, at []int, optional bool) (out []fieldPlace) {
	for i := range t.NumField() {
		f := t.Field(i)
		index := append(slices.Clone(at), i)
		optional := optional || f.Tag.Get("action") == "optional" || f.Type.Kind() == reflect.Pointer
		if f.Type.Kind() == reflect.Struct && !reflect.PointerTo(f.Type).Implements(textUnmarshaler) {
			out = append(out, placesOf(f.Type, index, optional)...)
			continue
		}
		out = append(out, fieldPlace{f.Name, index, optional})
	}
	return out
}

func (f actionField) usable() bool {
	_, writes := f.v.Interface().(encoding.TextMarshaler)
	_, reads := f.v.Addr().Interface().(encoding.TextUnmarshaler)
	return writes && reads || f.v.Kind() == reflect.String || f.v.CanInt() ||
		f.v.Kind() == reflect.Pointer && reflect.Zero(f.v.Type().Elem()).CanInt()
}

func (f actionField) write() string {
	if m, ok := f.v.Interface().(encoding.TextMarshaler); ok {
		b, err := m.MarshalText()
		if err != nil {
			return "" // which Read refuses, as it does every button about nothing
		}
		return string(b)
	}
	switch v := reflect.Indirect(f.v); {
	case !v.IsValid():
		return ""
	case v.CanInt():
		return strconv.FormatInt(v.Int(), 10)
	default:
		return v.String()
	}
}

func (f actionField) read(s string) bool {
	if u, ok := f.v.Addr().Interface().(encoding.TextUnmarshaler); ok {
		return s != "" && u.UnmarshalText([]byte(s)) == nil
	}
	v := f.v
	if v.Kind() == reflect.Pointer {
		v.Set(reflect.New(v.Type().Elem()))
		v = v.Elem()
	}
	if v.CanInt() {
		n, err := strconv.ParseInt(s, 10, v.Type().Bits())
		v.SetInt(n)
		return err == nil
	}
	f.v.SetString(s)
	return true
}
