-- Every script: KEYS[1] = prefix of all keys, ARGV[1] = now (ms). Prepended to the others.
local P, now = KEYS[1], tonumber(ARGV[1])
local call = redis.call
-- What says until when it holds lives this long on (ms): the caller's clock decides, not that of Redis.
local spare = 10000
-- By how much (ms) an announcement that leads stands before the others in the sets of those with work.
local ahead = 10000000000000

-- revision of a document, or nil when there is none or it has expired.
-- A document is "<revision> <expires ms, 0 = never> <JSON>".
local function revision(key)
  local rev, expires = string.match(call('GETRANGE', key, 0, 63), '^(%S+) (%d+) ')
  if not rev or (expires ~= '0' and tonumber(expires) <= now) then return nil end
  return rev
end

-- An entry of a queue is "<enqueued ms>\31<expires ms or 0>\31<document without which it is dropped>\31<slot>\31<JSON>".
-- Patterns that read it end before the JSON, which is long.

-- Calls that are gathered and made once for many chats: each costs as much as what it does. later(command, key, …)
-- gathers arguments; flush makes the calls. What is gathered has not happened yet for whoever reads.
local gathered, order = {}, {}
local function later(command, key, ...)
  local name = command .. key
  local list = gathered[name]
  if not list then
    list = { command, key }
    gathered[name] = list
    order[#order + 1] = name
  end
  for i = 1, select('#', ...) do list[#list + 1] = (select(i, ...)) end
end
local function flush()
  for _, name in ipairs(order) do call(unpack(gathered[name])) end
  gathered, order = {}, {}
end
local function enqueue(chan, chat, prio, key, marked, notbefore, entry)
  local O = P .. 'o:' .. chan .. ':'
  if marked == '1' then
    local mark = O .. 'k:' .. key
    if call('EXISTS', mark) == 1 then return false end
    local keep = 259200000
    if notbefore > now then keep = keep + notbefore - now end
    call('SET', mark, '1', 'PX', keep)
  end
  if notbefore > now then
    call('ZADD', O .. 'later', notbefore, key)
    call('HSET', O .. 'body', key, prio .. '\31' .. chat .. '\31' .. entry)
  else
    call('RPUSH', O .. 'q' .. prio .. ':' .. chat, entry)
    call('ZADD', O .. 'ready' .. prio, 'NX', now, chat)
  end
  call('HINCRBY', O .. 'n', prio, 1)
  return true
end
