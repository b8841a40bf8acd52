-- Ends leases. ARGV: now, then for each the number of its arguments and these: channel, chat, priority, token, kind, rate or 0, early ms (as for lease), '1' when it was the
-- first try (nothing is kept of earlier ones), then by kind:
-- sent: message id; retry: after ms, '1' to hold the whole channel, '1' when unclear, '1' when it
-- counts as a failed try; dead: id, why, reason, ms to keep;
-- blocked: document's JSON, revision; moved: new channel, new chat; release: nothing.
-- Result: for each 'ok' or 'lost' (the lease had ended and another sender has the chat).

-- Whether anything waits with a priority; what this run does only takes away from it, but for moving a chat.
local some = {}
local function waits(key)
  if some[key] == nil then some[key] = call('EXISTS', key) == 1 end
  return some[key]
end

local ended = {} -- chats whose lease ended in this run

local function settle(A)
  local O, chat, prio, token, kind = P .. 'o:' .. A[1] .. ':', A[2], A[3], A[4], A[5]
  local first = A[8] == '1'
  local early, name = tonumber(A[7]), A[2] .. ':' .. A[3]
  if ended[O .. chat] or call('HGET', O .. 'own', chat) ~= token .. prio then return 'lost' end
  ended[O .. chat] = true
  later('ZREM', O .. 'fly', chat)
  later('HDEL', O .. 'own', chat)
  if A[6] ~= '0' then
    local win = O .. (prio == '0' and 'win0' or 'win1')
    if kind == 'release' then
      later('ZREM', win, token .. chat)
    else -- what was accepted at the latest now counts for one more second
      later('ZADD', win, now + 1000, token .. chat)
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
    if slot ~= '' and A[9] ~= '' then
      call('SET', O .. 'slot:' .. chat .. ':' .. slot, A[9], 'PX', 172800000)
    end
  elseif kind == 'retry' then
    local till = now + tonumber(A[9])
    if A[10] == '1' then
      call('SET', O .. 'stop', string.format('%.0f', till), 'PX', math.max(1, till - now + spare))
    else
      local t = math.max(till + early, tonumber(call('GET', O .. 't:' .. chat) or '0'))
      call('SET', O .. 't:' .. chat, string.format('%.0f', t), 'PX', math.ceil(t - now + spare))
    end
    if A[12] == '1' then call('HINCRBY', O .. 'try', name, 1) end
    if A[11] == '1' then call('HSET', O .. 'again', name, '1') end
  elseif kind == 'dead' then
    local entry, tries = pop()
    call('SET', P .. 'dead:' .. A[9], table.concat({ A[1], chat, prio, A[10], A[11], tries,
      string.format('%.0f', now), entry }, '\31'), 'PX', A[12])
    call('ZREMRANGEBYSCORE', P .. 'deads', '-inf', now - tonumber(A[12]))
    call('ZADD', P .. 'deads', now, A[9])
  elseif kind == 'blocked' then
    call('SET', P .. 'd:blocked:' .. A[1] .. ':' .. chat, A[10] .. ' 0 ' .. A[9])
    dropall()
  elseif kind == 'moved' then
    flush() -- of the chat that gets the queue nothing may be outstanding
    local to = P .. 'o:' .. A[9] .. ':'
    for p = 0, 2 do
      local entries = call('LRANGE', O .. 'q' .. p .. ':' .. chat, 0, -1)
      for _, entry in ipairs(entries) do
        call('RPUSH', to .. 'q' .. p .. ':' .. A[10], entry)
        call('HINCRBY', to .. 'n', p, 1)
      end
      if #entries > 0 then call('ZADD', to .. 'ready' .. p, 'NX', now, A[10]) end
    end
    dropall()
    some = {}
  end

  -- A chat is in ready<p> exactly while its queue of that priority holds something.
  local t
  for p = 0, 2 do
    local ready = O .. 'ready' .. p
    if waits(ready) then
      if (kind == 'blocked' or kind == 'moved' or tostring(p) == prio) and call('LLEN', O .. 'q' .. p .. ':' .. chat) == 0 then
        later('ZREM', ready, chat)
      else
        t = t or math.max(now, tonumber(call('GET', O .. 't:' .. chat) or '0') - early)
        call('ZADD', ready, 'XX', t, chat)
      end
    end
  end
  return 'ok'
end

local results, i = {}, 2
while ARGV[i] do
  local A, n = {}, tonumber(ARGV[i])
  for j = 1, n do A[j] = ARGV[i + j] end
  results[#results + 1] = settle(A)
  i = i + n + 1
end
flush()
return results
