-- Shows that writing works.
call('SET', P .. 'probe', tostring(now), 'PX', 60000)
return 'ok'
