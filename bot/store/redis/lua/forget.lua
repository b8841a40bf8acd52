-- Takes away what waits to be sent or was given up, because a person's data are erased. ARGV: now, number of words, words…,
-- then chats to look at {channel, chat, '1' for everything of it, '0' for what holds one of the words}…
-- Of all dead letters those go that hold a word or were for a chat of which everything goes. A message that is being sent
-- just now stays: whoever sends it settles it.
local words, i = {}, 3
for _ = 1, tonumber(ARGV[2]) do
  words[#words + 1] = ARGV[i]
  i = i + 1
end
local function quotes(entry)
  for _, w in ipairs(words) do
    if string.find(entry, w, 1, true) then return true end
  end
  return false
end

local all, chans, seen = {}, {}, {}
for j = i, #ARGV, 3 do
  local chan, chat = ARGV[j], ARGV[j + 1]
  local O = P .. 'o:' .. chan .. ':'
  local every = ARGV[j + 2] == '1'
  if every then all[chan .. ':' .. chat] = true end
  if not seen[chan] then
    seen[chan] = true
    chans[#chans + 1] = chan
  end
  local own = call('HGET', O .. 'own', chat)
  for p = 0, 2 do
    local queue = O .. 'q' .. p .. ':' .. chat
    local entries, kept = call('LRANGE', queue, 0, -1), {}
    for k, entry in ipairs(entries) do
      if k == 1 and own and string.sub(own, -1) == tostring(p) or not every and not quotes(entry) then
        kept[#kept + 1] = entry
      end
    end
    if #kept < #entries then
      call('DEL', queue)
      for _, entry in ipairs(kept) do call('RPUSH', queue, entry) end
      call('HINCRBY', O .. 'n', p, #kept - #entries)
      if kept[1] ~= entries[1] then
        call('HDEL', O .. 'try', chat .. ':' .. p)
        call('HDEL', O .. 'again', chat .. ':' .. p)
      end
      if #kept == 0 then call('ZREM', O .. 'ready' .. p, chat) end
    end
  end
end

for _, chan in ipairs(chans) do
  local O = P .. 'o:' .. chan .. ':'
  for _, key in ipairs(call('ZRANGE', O .. 'later', 0, -1)) do
    local body = call('HGET', O .. 'body', key)
    local prio, chat = string.match(body, '^(%d)\31([^\31]*)\31')
    if all[chan .. ':' .. chat] or quotes(body) then
      call('ZREM', O .. 'later', key)
      call('HDEL', O .. 'body', key)
      call('HINCRBY', O .. 'n', prio, -1)
    end
  end
end

for _, id in ipairs(call('ZRANGE', P .. 'deads', 0, -1)) do
  local v = call('GET', P .. 'dead:' .. id)
  local gone = not v
  if v then
    local chan, chat = string.match(v, '^([^\31]*)\31([^\31]*)\31')
    gone = all[chan .. ':' .. chat] or quotes(v)
  end
  if gone then
    call('DEL', P .. 'dead:' .. id)
    call('ZREM', P .. 'deads', id)
  end
end
return 'ok'
