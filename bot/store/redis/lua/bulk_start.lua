-- Notes a new announcement. ARGV: now, id, spec (JSON), expires ms or 0, ms to keep, '1' when it leads. Result: 'ok' or 'exists'.
-- Keys: b:<id> HASH of lead, state, reason, created, ended, total, expires, spec, chans (names, each followed by a space),
-- cursor of the freezing (fseg, fscore, fmember), pages:<chan>, next:<chan>, total:<chan>, n:<outcome>, n:2, n:ours,
-- w:<code> reasons; b:<id>:p:<chan>:<n> a page: lines chat [TAB outcome TAB seconds TAB data]; b:<id>:a:<chan>:<n> its
-- log since: lines index TAB outcome TAB seconds TAB data; b:<id>:c:<chan>:<n> what of it was counted; b:<id>:fly:<chan> ZSET page -> end of its lease,
-- b:<id>:own:<chan> HASH page -> token; bulks ZSET id -> created; bulkfreeze and bulkrun:<chan> ZSETs of those with work,
-- id -> created, less ahead for one that leads.
local B = P .. 'b:' .. ARGV[2]
if call('EXISTS', B) == 1 then return 'exists' end
call('HSET', B, 'state', 'freezing', 'reason', '', 'created', ARGV[1], 'total', '0', 'expires', ARGV[4], 'spec', ARGV[3],
  'lead', ARGV[6], 'chans', '', 'fseg', '1', 'fscore', '', 'fmember', '')
call('PEXPIRE', B, ARGV[5])
call('ZREMRANGEBYSCORE', P .. 'bulks', '-inf', now - tonumber(ARGV[5]))
call('ZADD', P .. 'bulks', now, ARGV[2])
call('ZADD', P .. 'bulkfreeze', string.format('%.0f', now - (ARGV[6] == '1' and ahead or 0)), ARGV[2])
return 'ok'
