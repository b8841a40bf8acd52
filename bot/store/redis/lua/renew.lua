-- Makes leases last. ARGV: now, channel, lease ms, {chat, priority, token}… Result: the chats whose lease was lost.
local O, lost = P .. 'o:' .. ARGV[2] .. ':', {}
local till = now + tonumber(ARGV[3])
for i = 4, #ARGV, 3 do
  local chat, prio, token = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  if call('HGET', O .. 'own', chat) == token .. prio then
    call('ZADD', O .. 'fly', 'XX', till, chat)
    call('ZADD', O .. 'ready' .. prio, 'XX', till, chat)
    call('ZADD', O .. (prio == '0' and 'win0' or 'win1'), 'XX', till + 1000, token .. chat)
  else
    lost[#lost + 1] = chat
  end
end
return lost
