package embedded

import (
	"fmt"
	"strings"

	lua "github.com/yuin/gopher-lua"
	"github.com/yuin/gopher-lua/parse"
)

// interpreter runs scripts against one keyspace, one at a time.
type interpreter struct {
	state *lua.LState
	space *keyspace
	now   int64
	progs map[string]*lua.LFunction // by source
}

func newInterpreter(space *keyspace) *interpreter {
	in := &interpreter{space: space, progs: make(map[string]*lua.LFunction)}
	in.state = lua.NewState(lua.Options{SkipOpenLibs: true, RegistrySize: 4096, RegistryMaxSize: 1 << 20})
	for _, lib := range []struct {
		name string
		open lua.LGFunction
	}{{lua.BaseLibName, lua.OpenBase}, {lua.TabLibName, lua.OpenTable}, {lua.StringLibName, lua.OpenString},
		{lua.MathLibName, lua.OpenMath}} {
		in.state.Push(in.state.NewFunction(lib.open))
		in.state.Push(lua.LString(lib.name))
		in.state.Call(1, 0)
	}
	redis := in.state.NewTable()
	redis.RawSetString("call", in.state.NewFunction(in.call))
	in.state.SetGlobal("redis", redis)
	return in
}

func (in *interpreter) close() { in.state.Close() }

// call is redis.call.
func (in *interpreter) call(l *lua.LState) int {
	args := make([]string, l.GetTop())
	for i := range args {
		switch v := l.Get(i + 1).(type) {
		case lua.LString:
			args[i] = string(v)
		case lua.LNumber:
			args[i] = luaNumber(v)
		default:
			l.RaiseError("redis.call: argument %d is a %s", i+1, v.Type())
		}
	}
	if len(args) == 0 {
		l.RaiseError("redis.call without a command")
	}
	res, err := in.space.do(in.now, args)
	if err != nil {
		l.RaiseError("%s: %s", args[0], err.Error())
	}
	l.Push(toLua(l, res))
	return 1
}

func luaNumber(v lua.LNumber) string {
	if f := float64(v); f == float64(int64(f)) {
		return decimal(int64(f))
	}
	return v.String()
}

func toLua(l *lua.LState, v any) lua.LValue {
	switch v := v.(type) {
	case string:
		return lua.LString(v)
	case int64:
		return lua.LNumber(v)
	case []any:
		t := l.CreateTable(len(v), 0)
		for i, x := range v {
			t.RawSetInt(i+1, toLua(l, x))
		}
		return t
	default:
		return lua.LFalse
	}
}

// fromLua turns a script's result into what a Redis client would see.
func fromLua(v lua.LValue) any {
	switch v := v.(type) {
	case lua.LString:
		return string(v)
	case lua.LNumber:
		return int64(v)
	case lua.LBool:
		if v {
			return int64(1)
		}
	case *lua.LTable:
		out := make([]any, 0, v.Len())
		for i := 1; i <= v.Len(); i++ {
			out = append(out, fromLua(v.RawGetInt(i)))
		}
		return out
	}
	return nil
}

func (in *interpreter) compile(source string) (*lua.LFunction, error) {
	if fn := in.progs[source]; fn != nil {
		return fn, nil
	}
	body := source
	if strings.HasPrefix(body, "#!") { // Redis' own first line
		_, body, _ = strings.Cut(body, "\n")
		body = "\n" + body
	}
	chunk, err := parse.Parse(strings.NewReader(body), "script")
	if err != nil {
		return nil, err
	}
	proto, err := lua.Compile(chunk, "script")
	if err != nil {
		return nil, err
	}
	fn := in.state.NewFunctionFromProto(proto)
	in.progs[source] = fn
	return fn, nil
}

// run executes one script at a time given in ms.
func (in *interpreter) run(source string, now int64, keys, args []string) (any, error) {
	fn, err := in.compile(source)
	if err != nil {
		return nil, fmt.Errorf("compile: %w", err)
	}
	in.now = now
	in.space.reap(now)
	in.state.SetGlobal("KEYS", in.strings(keys))
	in.state.SetGlobal("ARGV", in.strings(args))
	in.state.Push(fn)
	if err := in.state.PCall(0, 1, nil); err != nil {
		in.state.SetTop(0)
		return nil, fmt.Errorf("script: %w", err)
	}
	res := fromLua(in.state.Get(-1))
	in.state.SetTop(0)
	return res, nil
}

func (in *interpreter) strings(s []string) *lua.LTable {
	t := in.state.CreateTable(len(s), 0)
	for i, v := range s {
		t.RawSetInt(i+1, lua.LString(v))
	}
	return t
}
