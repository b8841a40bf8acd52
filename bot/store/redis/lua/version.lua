-- Notes the layout of the keys. ARGV: now, version.
call('SET', P .. 'version', ARGV[2])
return 'ok'
