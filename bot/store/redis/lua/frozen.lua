-- While a backup is read nothing may change; the caller waits and asks again.
if call('EXISTS', P .. 'frozen') == 1 then return 'FROZEN' end
