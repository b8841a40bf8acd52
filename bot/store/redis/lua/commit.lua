-- ARGV: now, update id or '', ms to keep its mark, revision of what is written, number of checks, {document, revision or
-- ''}…, then operations {letter, arguments…}…
-- Result: 'ok', 'repeat' (the update was committed before) or 'conflict' (a document was changed).
local seen, rev = ARGV[2], ARGV[4]
if seen ~= '' then
  local till = call('GET', P .. 'seen:' .. seen)
  if till and tonumber(till) > now then return 'repeat' end
end
local i = 6
for _ = 1, tonumber(ARGV[5]) do
  if (revision(P .. 'd:' .. ARGV[i]) or '') ~= ARGV[i + 1] then return 'conflict' end
  i = i + 2
end
if seen ~= '' then
  call('SET', P .. 'seen:' .. seen, string.format('%.0f', now + ARGV[3]), 'PX', ARGV[3])
end
while ARGV[i] do
  local op = ARGV[i]
  if op == 'P' then -- put: document, ttl ms or 0, JSON
    local ttl = tonumber(ARGV[i + 2])
    if ttl > 0 then
      call('SET', P .. 'd:' .. ARGV[i + 1], rev .. ' ' .. string.format('%.0f', now + ttl) .. ' ' .. ARGV[i + 3], 'PX', ttl)
    else
      call('SET', P .. 'd:' .. ARGV[i + 1], rev .. ' 0 ' .. ARGV[i + 3])
    end
    i = i + 4
  elseif op == 'D' then -- delete: document
    call('DEL', P .. 'd:' .. ARGV[i + 1])
    i = i + 2
  elseif op == 'A' then -- add: set, score, member
    call('ZADD', P .. 's:' .. ARGV[i + 1], ARGV[i + 2], ARGV[i + 3])
    i = i + 4
  elseif op == 'R' then -- remove: set, member
    call('ZREM', P .. 's:' .. ARGV[i + 1], ARGV[i + 2])
    i = i + 3
  elseif op == 'C' then -- count: group, field, delta, ttl ms or 0
    local key = P .. 'c:' .. ARGV[i + 1]
    local new = ARGV[i + 4] ~= '0' and call('EXISTS', key) == 0
    call('HINCRBY', key, ARGV[i + 2], ARGV[i + 3])
    if new then call('PEXPIRE', key, ARGV[i + 4]) end
    i = i + 5
  else -- 'S', send: channel, chat, priority, key, '1' to mark it, not before ms, entry
    enqueue(ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4], ARGV[i + 5], tonumber(ARGV[i + 6]), ARGV[i + 7])
    i = i + 8
  end
end
return 'ok'
