// Starts the gateway on a free port of the loopback, in front of a server that runs.

import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import readline from 'node:readline';

const { within } = createRequire(import.meta.url)('../independent_client/server');

export class Gateway {
  constructor(program, data) {
    this.program = program;
    this.data = data;
    this.logFile = path.join(data, 'gateway.log');
    this.child = null;
    process.on('exit', () => this.child?.kill('SIGKILL'));
  }

  // `server` is the server's address. Resolves to the gateway's own when it said that it is ready.
  async start(server, listen = '127.0.0.1:0', flags = []) {
    const join = JSON.parse(fs.readFileSync(path.join(this.data, 'join.json'), 'utf8'));
    const file = path.join(this.data, 'gateway.json');
    fs.writeFileSync(file, JSON.stringify({ ...join, address: server.replace('127.0.0.1', 'localhost') }));
    const log = fs.openSync(this.logFile, 'a');
    this.child = spawn(this.program, ['serve', '--join', file, '--listen', listen, ...flags],
                       { stdio: ['ignore', 'pipe', log] });
    fs.closeSync(log);
    this.exit = new Promise((resolve) => this.child.once('exit', (code) => resolve(code)));
    const lines = readline.createInterface({ input: this.child.stdout });
    const ready = new Promise((resolve, reject) => {
      lines.once('line', (line) => resolve(/^ready (\S+)$/.exec(line)[1]));
      this.exit.then((code) => reject(new Error(`midstance-checkin ended: ${code}`)));
    });
    this.address = await within(ready, 'midstance-checkin serve');
    return this.address;
  }

  async stop() {
    this.child.kill('SIGTERM');
    const code = await within(this.exit, 'the end of midstance-checkin');
    if (code !== 0) throw new Error(`midstance-checkin ended with ${code}`);
  }

  log() {
    return fs.readFileSync(this.logFile, 'utf8');
  }
}
