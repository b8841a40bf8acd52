-- Ends a lease. ARGV: now, channel, chat, priority, token, kind, rate or 0, early ms (as for lease), '1' when it was the
-- first try (nothing is kept of earlier ones), then by kind:
-- sent: message id; retry: after ms, '1' to hold the whole channel, '1' when unclear, '1' when it
-- counts as a failed try; dead: id, why, reason, ms to keep;
-- blocked: document's JSON, revision; moved: new channel, new chat; release: nothing.
-- Result: 'ok' or 'lost' (the lease had ended and another sender has the chat).
local O, chat, prio, token, kind = P .. 'o:' .. ARGV[2] .. ':', ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local first = ARGV[9] == '1'
local early, name = tonumber(ARGV[8]), ARGV[3] .. ':' .. ARGV[4]
if call('HGET', O .. 'own', chat) ~= token .. prio then return 'lost' end
call('ZREM', O .. 'fly', chat)
call('HDEL', O .. 'own', chat)
if ARGV[7] ~= '0' then
  local win = O .. (prio == '0' and 'win0' or 'win1')
  if kind == 'release' then
    call('ZREM', win, token .. chat)
  else -- what was accepted at the latest now counts for one more second
    call('ZADD', win, now + 1000, token .. chat)
  end
end

local function pop()
  local entry = call('LPOP', O .. 'q' .. prio .. ':' .. chat)
  call('HINCRBY', O .. 'n', prio, -1)
  if first then return entry, '0' end
  local tries = call('HGET', O .. 'try', name) or '0'
  call('HDEL', O .. 'try', name)
  call('HDEL', O .. 'again', name)
  return entry, tries
end

local function dropall()
  for p = 0, 2 do
    local queue = O .. 'q' .. p .. ':' .. chat
    local n = call('LLEN', queue)
    if n > 0 then call('HINCRBY', O .. 'n', p, -n) end
    call('DEL', queue)
    call('HDEL', O .. 'try', chat .. ':' .. p)
    call('HDEL', O .. 'again', chat .. ':' .. p)
  end
end

if kind == 'sent' then
  local slot = string.match(pop(), '^%d+\31%d+\31[^\31]*\31([^\31]*)\31')
  if slot ~= '' and ARGV[10] ~= '' then
    call('SET', O .. 'slot:' .. chat .. ':' .. slot, ARGV[10], 'PX', 172800000)
  end
elseif kind == 'retry' then
  local till = now + tonumber(ARGV[10])
  if ARGV[11] == '1' then
    call('SET', O .. 'stop', string.format('%.0f', till), 'PX', math.max(1, till - now))
  else
    local t = math.max(till + early, tonumber(call('GET', O .. 't:' .. chat) or '0'))
    call('SET', O .. 't:' .. chat, string.format('%.0f', t), 'PX', math.ceil(t - now + 1000))
  end
  if ARGV[13] == '1' then call('HINCRBY', O .. 'try', name, 1) end
  if ARGV[12] == '1' then call('HSET', O .. 'again', name, '1') end
elseif kind == 'dead' then
  local entry, tries = pop()
  call('SET', P .. 'dead:' .. ARGV[10], table.concat({ ARGV[2], chat, prio, ARGV[11], ARGV[12], tries,
    string.format('%.0f', now), entry }, '\31'), 'PX', ARGV[13])
  call('ZREMRANGEBYSCORE', P .. 'deads', '-inf', now - tonumber(ARGV[13]))
  call('ZADD', P .. 'deads', now, ARGV[10])
elseif kind == 'blocked' then
  call('SET', P .. 'd:blocked:' .. ARGV[2] .. ':' .. chat, ARGV[11] .. ' 0 ' .. ARGV[10])
  dropall()
elseif kind == 'moved' then
  local to = P .. 'o:' .. ARGV[10] .. ':'
  for p = 0, 2 do
    local entries = call('LRANGE', O .. 'q' .. p .. ':' .. chat, 0, -1)
    for _, entry in ipairs(entries) do
      call('RPUSH', to .. 'q' .. p .. ':' .. ARGV[11], entry)
      call('HINCRBY', to .. 'n', p, 1)
    end
    if #entries > 0 then call('ZADD', to .. 'ready' .. p, 'NX', now, ARGV[11]) end
  end
  dropall()
end

local t = math.max(now, tonumber(call('GET', O .. 't:' .. chat) or '0') - early)
-- A chat is in ready<p> exactly while its queue of that priority holds something.
for p = 0, 2 do
  if (kind == 'blocked' or kind == 'moved' or tostring(p) == prio) and call('LLEN', O .. 'q' .. p .. ':' .. chat) == 0 then
    call('ZREM', O .. 'ready' .. p, chat)
  else
    call('ZADD', O .. 'ready' .. p, 'XX', t, chat)
  end
end
return 'ok'
