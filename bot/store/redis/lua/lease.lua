-- Hands out the heads of chats' queues. ARGV: now, channel, lease ms, max, token, rate a second or 0, ms between two
-- messages of a chat or 0, ms by which a chat may be early (its burst), until when leases must have ended to be taken back.
-- Result: {next ms or 0, {chat, priority, entry, tries, again '1' or '0', slot's message id}…, {why, chat, count}…},
-- the two lists flat.
--
-- Keys of a channel: q<priority>:<chat> LIST, ready<priority> ZSET chat -> when it may be served, fly ZSET chat -> end of
-- its lease, own HASH chat -> token .. priority, t:<chat> when the chat's allowance is used up, win0 (replies) and win1
-- (the others) ZSET of what counts against the rate -> when it stops to, stop = the whole channel waits, lead = until when an announcement that leads
-- has what the rate leaves, try and again HASH <chat>:<priority>.
local O = P .. 'o:' .. ARGV[2] .. ':'
local lease, max, token, rate = tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5], tonumber(ARGV[6])
local gap, early = tonumber(ARGV[7]), tonumber(ARGV[8])
local out, dropped, taken = {}, {}, 0

local stop = tonumber(call('GET', O .. 'stop') or '0')
if stop > now then return { stop, out, dropped } end

for _, key in ipairs(call('ZRANGEBYSCORE', O .. 'later', '-inf', now, 'LIMIT', 0, 100)) do
  local prio, chat, entry = string.match(call('HGET', O .. 'body', key), '^(%d)\31([^\31]*)\31(.*)$')
  call('RPUSH', O .. 'q' .. prio .. ':' .. chat, entry)
  call('ZADD', O .. 'ready' .. prio, 'NX', now, chat)
  call('ZREM', O .. 'later', key)
  call('HDEL', O .. 'body', key)
end

if call('EXISTS', P .. 'thaw') == 0 then
  for _, chat in ipairs(call('ZRANGEBYSCORE', O .. 'fly', '-inf', math.min(now, tonumber(ARGV[9])), 'LIMIT', 0, 200)) do
    local own = call('HGET', O .. 'own', chat) or '0'
    call('HSET', O .. 'again', chat .. ':' .. string.sub(own, -1), '1')
    call('ZREM', O .. 'fly', chat)
    call('HDEL', O .. 'own', chat)
    for p = 0, 2 do call('ZADD', O .. 'ready' .. p, 'XX', now, chat) end
  end
end

-- These two are empty nearly always.
local tried, unsure = call('EXISTS', O .. 'try') == 1, call('EXISTS', O .. 'again') == 1

local room, leading = max, 0
if rate > 0 then
  room = left(O, rate)
  leading = tonumber(call('GET', O .. 'lead') or '0')
  if leading > now then room = 0 end
end

local function drop(why, chat, prio, count)
  call('HINCRBY', O .. 'n', prio, -count)
  call('HDEL', O .. 'try', chat .. ':' .. prio)
  call('HDEL', O .. 'again', chat .. ':' .. prio)
  dropped[#dropped + 1] = why
  dropped[#dropped + 1] = chat
  dropped[#dropped + 1] = count
end

local function serve(prio, chat)
  local ready, queue = O .. 'ready' .. prio, O .. 'q' .. prio .. ':' .. chat
  local busy = call('ZSCORE', O .. 'fly', chat)
  if busy then
    call('ZADD', ready, 'XX', math.max(tonumber(busy), now + 1), chat)
    return
  end
  local t = tonumber(call('GET', O .. 't:' .. chat) or '0')
  if t - early > now then
    call('ZADD', ready, 'XX', t - early, chat)
    return
  end
  if revision(P .. 'd:blocked:' .. ARGV[2] .. ':' .. chat) then
    local n = call('LLEN', queue)
    call('DEL', queue)
    call('ZREM', ready, chat)
    drop('blocked', chat, prio, n)
    return
  end
  local entry, expires, needs, slot
  while true do
    entry = call('LINDEX', queue, 0)
    if not entry then
      call('ZREM', ready, chat)
      return
    end
    expires, needs, slot = string.match(entry, '^%d+\31(%d+)\31([^\31]*)\31([^\31]*)\31')
    local why
    if expires ~= '0' and tonumber(expires) <= now then
      why = 'expired'
    elseif needs ~= '' and not revision(P .. 'd:' .. needs) then
      why = 'gone'
    else
      break
    end
    call('LPOP', queue)
    drop(why, chat, prio, 1)
  end
  later('ZADD', O .. 'fly', now + lease, chat)
  later('HSET', O .. 'own', chat, token .. prio)
  later('ZADD', ready, now + lease, chat) -- it is there
  if gap > 0 then
    t = math.max(t, now) + gap
    call('SET', O .. 't:' .. chat, string.format('%.0f', t), 'PX', math.ceil(t - now + spare))
  end
  if rate > 0 then
    later('ZADD', O .. (prio == 0 and 'win0' or 'win1'), now + lease + 1000, token .. chat)
    room = room - 1
  end
  taken = taken + 1
  local name = chat .. ':' .. prio
  local message = ''
  if slot ~= '' then message = call('GET', O .. 'slot:' .. chat .. ':' .. slot) or '' end
  for _, v in ipairs({ chat, prio, entry, tried and call('HGET', O .. 'try', name) or '0',
    unsure and call('HGET', O .. 'again', name) or '0', message }) do
    out[#out + 1] = v
  end
end

local next, steps = 0, 0
local function sooner(t) if t and (next == 0 or t < next) then next = t end end
for prio = 0, 2 do
  local ready = O .. 'ready' .. prio
  while true do
    local n = max - taken
    if prio > 0 and rate > 0 then n = math.min(n, room) end
    if n <= 0 or steps > 500 then break end
    local chats = call('ZRANGEBYSCORE', ready, '-inf', now, 'LIMIT', 0, n)
    if #chats == 0 then break end
    for _, chat in ipairs(chats) do
      steps = steps + 1
      serve(prio, chat)
    end
    flush() -- a chat is once in chats; the next look at ready and fly must see it
  end
  local first = tonumber(call('ZRANGE', ready, 0, 0, 'WITHSCORES')[2])
  if first and first <= now and prio > 0 and rate > 0 and room <= 0 then -- waits for the rate
    first = leading > now and leading or freed(O)
  end
  sooner(first)
end
sooner(tonumber(call('ZRANGE', O .. 'later', 0, 0, 'WITHSCORES')[2]))
return { next, out, dropped }
