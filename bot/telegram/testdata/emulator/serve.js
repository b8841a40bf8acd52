// Starts the emulator on a free port of loopback, prints the port, and ends when standard input ends.
const TelegramServer = require('telegram-test-api');

const server = new TelegramServer({ host: '127.0.0.1' });
server.config.port = 0;
server.start().then(() => console.log(server.server.address().port));
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
