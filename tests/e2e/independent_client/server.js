'use strict';

// Starts, kills and restarts the real server on a free port of the loopback.

const { spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const readline = require('node:readline');

const PATIENCE_MS = 60000;  // for a busy machine and sanitizers

// `promise`, or an error that says what did not happen in time.
function within(promise, what, milliseconds = PATIENCE_MS) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not within ${milliseconds} ms`)),
                       milliseconds);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

function ended(child) {
  return new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
}

class Server {
  constructor(program, data) {
    this.program = program;
    this.data = data;
    this.child = null;
    process.on('exit', () => this.child?.kill('SIGKILL'));
  }

  async init(clinic, admin, password) {
    const passwordFile = `${this.data}.password`;
    fs.writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    const child = spawn(this.program, [
      'init', '--data', this.data, '--host', 'localhost', '--clinic', clinic,
      '--clinic-name', 'Harbour Physiotherapy', '--admin', admin,
      '--admin-password-file', passwordFile,
    ], { stdio: ['ignore', 'inherit', 'inherit'] });
    const { code } = await within(ended(child), 'midstanced init');
    if (code !== 0) throw new Error(`midstanced init ended with ${code}`);
  }

  // Resolves to the address when the server said that it is ready.
  async start(listen = '127.0.0.1:0', flags = []) {
    const log = fs.openSync(path.join(this.data, 'server.log'), 'a');
    this.child = spawn(this.program, ['serve', '--data', this.data, '--listen', listen, ...flags],
                       { stdio: ['ignore', 'pipe', log] });
    fs.closeSync(log);
    this.exit = ended(this.child);
    const lines = readline.createInterface({ input: this.child.stdout });
    const ready = new Promise((resolve, reject) => {
      lines.once('line', (line) => {
        const said = /^ready (\S+)$/.exec(line);
        if (said) resolve(said[1]);
        else reject(new Error(`midstanced said: ${line}`));
      });
      this.exit.then(({ code, signal }) => reject(new Error(`midstanced ended: ${code ?? signal}`)));
    });
    return within(ready, 'midstanced serve');
  }

  async kill() {
    this.child.kill('SIGKILL');
    const { signal } = await within(this.exit, 'the kill');
    if (signal !== 'SIGKILL') throw new Error('the server was gone before it was killed');
  }

  async stop() {
    this.child.kill('SIGTERM');
    const { code, signal } = await within(this.exit, 'the drain');
    if (code !== 0) throw new Error(`midstanced ended with ${code ?? signal}`);
  }

  caCertificate() {
    return fs.readFileSync(path.join(this.data, 'tls', 'ca.pem'));
  }
}

module.exports = { PATIENCE_MS, Server, within };
