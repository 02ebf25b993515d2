// The README's examples, typed as they stand there but for the address, the case and the token.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import { promisify } from 'node:util';

const README = new URL('../../../clients/gateway/README.md', import.meta.url);
const run = promisify(execFile);

function examples() {
  const found = fs.readFileSync(README, 'utf8').match(/^ {4}curl .*(\n {5,}\S.*)*/gm) ?? [];
  assert.ok(found.length >= 2, 'the README has examples');
  return found;
}

// Resolves to the status and the JSON that the command shows.
async function typed(command, gateway, name, token) {
  const real = command.replaceAll('TOKEN', token).replaceAll('patients/amelie/cases/01k', name)
    .replaceAll('127.0.0.1:8080', gateway)
    .replace('curl ', "curl --silent --show-error --max-time 60 --write-out '\\n%{http_code}' ");
  const { stdout } = await run('bash', ['-c', real]);
  const [, body, status] = /^([^]*)\n(\d+)$/.exec(stdout);
  return { status: Number(status), body: JSON.parse(body) };
}

export async function curlAsTheReadmeSays(gateway, runner) {
  const forms = examples().filter((example) => example.includes('/GetCheckInForm'));
  const records = examples().filter((example) => example.includes('/RecordCheckIn'));
  for (const example of forms) {
    const { status, body } = await typed(example, gateway, runner.name, runner.token);
    assert.equal(status, 200, JSON.stringify(body));
    assert.ok(body.questions.some((question) => question.code === 'worst_nprs' && question.lower === 0));
  }
  for (const example of records) {
    const first = await typed(example, gateway, runner.name, runner.token);
    assert.equal(first.status, 200, JSON.stringify(first.body));
    assert.match(first.body.checkIn.name, /\/checkIns\/\w+$/);
    assert.deepEqual(await typed(example, gateway, runner.name, runner.token), first,
                     'sent twice, it counts once');
    const wrong = await typed(example.replace('"number": 3', '"number": 11'), gateway, runner.name,
                              runner.token);
    assert.equal(wrong.status, 400);
    assert.equal(wrong.body.code, 'invalid_argument');
    assert.ok(wrong.body.details.some((detail) => detail.type === 'google.rpc.ErrorInfo'));
    const nobody = await typed(example, gateway, runner.name, 'nobodys');
    assert.equal(nobody.status, 401);
    assert.equal(nobody.body.code, 'unauthenticated');
  }
}
