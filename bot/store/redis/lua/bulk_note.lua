-- Notes outcomes of a page. ARGV: now, channel, id, page, token, lease ms, rate or 0, percent of failures that pauses,
-- text for the log, then counted groups: {index, outcome, '1' possibly twice, '1' our fault, code of the reason or '', chat,
-- JSON of the document when it blocked us or '', revision}…, {chat to hold or '' for the channel, till ms}…, {code, reason}…
-- Result: 'ok' or 'lost'. An empty text only renews the lease. The same call may come again when its answer was lost.
local chan, id, page, token = ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local B, O = P .. 'b:' .. id, P .. 'o:' .. chan .. ':'
if call('HGET', B .. ':own:' .. chan, page) ~= token then return 'lost' end
call('ZADD', B .. ':fly:' .. chan, 'XX', now + tonumber(ARGV[6]), page)
if ARGV[9] ~= '' then
  call('APPEND', B .. ':a:' .. chan .. ':' .. page, ARGV[9])
  call('PEXPIRE', B .. ':a:' .. chan .. ':' .. page, math.max(1, call('PTTL', B)))
end
local T, i = tally(B, chan, page), 10
local function group(width, f)
  local n = tonumber(ARGV[i])
  i = i + 1
  for _ = 1, n do
    f(i)
    i = i + width
  end
end
group(8, function(a)
  local code, chat = ARGV[a + 1], ARGV[a + 5]
  if code ~= 'k' and ARGV[7] ~= '0' then call('ZADD', O .. 'win1', now + 1000, token .. chat) end
  if code == 'q' or not T.count(tonumber(ARGV[a]), code, ARGV[a + 2] == '1') then return end
  if ARGV[a + 3] == '1' then T.add('n:ours', 1) end
  if code == 'f' and ARGV[a + 4] ~= '' then T.add('r:' .. ARGV[a + 4], 1) end
  if ARGV[a + 6] ~= '' then call('SET', P .. 'd:blocked:' .. chan .. ':' .. chat, ARGV[a + 7] .. ' 0 ' .. ARGV[a + 6]) end
end)
T.save()
group(2, function(a)
  local chat, till = ARGV[a], ARGV[a + 1]
  if chat == '' then
    call('SET', O .. 'stop', till, 'PX', math.max(1, tonumber(till) - now + spare))
  else
    call('SET', O .. 't:' .. chat, till, 'PX', math.max(1, tonumber(till) - now + spare))
  end
end)
group(2, function(a) call('HSET', B, 'w:' .. ARGV[a], ARGV[a + 1]) end)
local h = call('HMGET', B, 'state', 'n:s', 'n:f', 'n:ours')
local ours, tried = tonumber(h[4] or '0'), tonumber(h[2] or '0') + tonumber(h[3] or '0')
if h[1] == 'running' and tried >= 50 and ours * 100 > tried * tonumber(ARGV[8]) then
  call('HSET', B, 'state', 'paused', 'reason', 'failures', 'n:ours', '0')
end
return 'ok'
