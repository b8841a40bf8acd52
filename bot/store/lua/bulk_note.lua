-- Notes outcomes of a page. ARGV: now, channel, id, page, token, lease ms, rate or 0, percent of failures that pauses,
-- text for the log, ms to keep it, then counted groups: {field of b:<id>, how much}…, {chat that was tried}…,
-- {blocked chat, its document's JSON, revision}…, {chat to hold, till ms}…, {code, reason}…
-- Result: 'ok' or 'lost'. An empty text only renews the lease.
local chan, id, page, token = ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local B, O = P .. 'b:' .. id, P .. 'o:' .. chan .. ':'
if call('HGET', B .. ':own:' .. chan, page) ~= token then return 'lost' end
call('ZADD', B .. ':fly:' .. chan, 'XX', now + tonumber(ARGV[6]), page)
local i = 11
local function group(width, f)
  local n = tonumber(ARGV[i])
  i = i + 1
  for _ = 1, n do
    f(ARGV[i], ARGV[i + 1], ARGV[i + 2])
    i = i + width
  end
end
if ARGV[9] ~= '' then
  call('APPEND', B .. ':a:' .. chan .. ':' .. page, ARGV[9])
  call('PEXPIRE', B .. ':a:' .. chan .. ':' .. page, ARGV[10])
end
group(2, function(field, n) call('HINCRBY', B, field, n) end)
group(1, function(chat)
  if ARGV[7] ~= '0' then call('ZADD', O .. 'win1', now + 1000, token .. chat) end
end)
group(3, function(chat, json, rev) call('SET', P .. 'd:blocked:' .. chan .. ':' .. chat, rev .. ' 0 ' .. json) end)
group(2, function(chat, till)
  if chat == '' then
    call('SET', O .. 'stop', till, 'PX', math.max(1, tonumber(till) - now))
  else
    call('SET', O .. 't:' .. chat, till, 'PX', math.max(1, tonumber(till) - now + 1000))
  end
end)
group(2, function(code, reason) call('HSET', B, 'w:' .. code, reason) end)
local h = call('HMGET', B, 'state', 'n:s', 'n:f', 'n:ours')
local ours, tried = tonumber(h[4] or '0'), tonumber(h[2] or '0') + tonumber(h[3] or '0')
if h[1] == 'running' and tried >= 50 and ours * 100 > tried * tonumber(ARGV[8]) then
  call('HSET', B, 'state', 'paused', 'reason', 'failures', 'n:ours', '0')
end
return 'ok'
