// usage: node check_in.js MIDSTANCED MIDSTANCE_CHECKIN PROTO_FOLDER SCHEMA
//
// A runner checks in through the gateway with the Connect project's own client, which shares no code
// with it: in JSON and in binary; and with curl, as the gateway's README says. Her clinic is reached
// over gRPC, as ever. SCHEMA is a descriptor set, so that no code is generated.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { createFileRegistry, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { Code, ConnectError, createClient } from '@connectrpc/connect';
import { createConnectTransport } from '@connectrpc/connect-web';
import { curlAsTheReadmeSays } from './curl.js';
import { Gateway } from './gateway.js';

const require = createRequire(import.meta.url);
const { Api, loadServices } = require('../independent_client/api');
const { Server } = require('../independent_client/server');

const PASSWORD = 'a long password for tests';
const LEFT_HIP = { area: 1, side: 1 };  // AREA_HIP, SIDE_LEFT
const step = (text) => console.log(`- ${text}`);

// A clinic with a runner; the case of hers and the token of her link.
async function makeRunner(server, services, address) {
  const admin = new Api(services, address, server.caCertificate());
  await admin.signIn('admin', PASSWORD);
  await admin.write('AdminService', 'CreateUser', {
    user: { user_name: 'lena', display_name: 'Lena Brandt', roles: ['ROLE_CLINICIAN'] },
    password: PASSWORD,
  });
  admin.close();
  const lena = new Api(services, address, server.caCertificate());
  await lena.signIn('lena', PASSWORD);
  const patient = await lena.write('PatientService', 'CreatePatient', {
    patient: { given_name: 'Amélie', family_name: 'Dubois', birth_date: '1989-03-14' },
  });
  const opened = await lena.write('CaseService', 'CreateCase', {
    parent: patient.name,
    case: { title: 'Left hip', sites: [{ area: 'AREA_HIP', side: 'SIDE_LEFT' }] },
  });
  const link = await lena.write('CheckInService', 'IssueCheckInLink', { parent: opened.name });
  return { lena, name: opened.name, token: link.token };
}

async function refused(promise, code) {
  const error = await promise.then(() => null, (problem) => problem);
  assert.ok(error instanceof ConnectError, 'expected an error of the protocol');
  assert.equal(error.code, code, error.message);
  return error;
}

// Calls as whoever holds `token`.
function clientOf(registry, useBinaryFormat, gateway, token) {
  const bearer = (next) => (request) => {
    if (token) request.header.set('Authorization', `Bearer ${token}`);
    return next(request);
  };
  return createClient(
    registry.getService('midstance.v1.CheckInService'),
    createConnectTransport({
      baseUrl: `http://${gateway}`, useBinaryFormat, defaultTimeoutMs: 30000,
      interceptors: [bearer],
    }));
}

async function checkIn(registry, useBinaryFormat, gateway, runner) {
  const as = (token) => clientOf(registry, useBinaryFormat, gateway, token);
  const hers = as(runner.token);
  const form = await hers.getCheckInForm({ name: runner.name });
  assert.ok(form.questions.length > 0);
  assert.ok(form.questions.some((question) => question.lower === 0), 'a lower end of 0 is told');

  const request = (number, requestId) => ({
    parent: runner.name,
    checkIn: {
      reports: [{
        site: LEFT_HIP,
        observations: [{ code: 'rest_nprs', value: { case: 'number', value: number } }],
      }],
    },
    requestId,
  });
  const id = randomUUID();
  const first = await hers.recordCheckIn(request(0, id));
  assert.deepEqual(first.checkIn.reports[0].observations[0].value, { case: 'number', value: 0 });
  const again = await hers.recordCheckIn(request(0, id));
  assert.equal(again.checkIn.name, first.checkIn.name);

  const wrong = await refused(hers.recordCheckIn(request(11, randomUUID())), Code.InvalidArgument);
  const [fields] = wrong.findDetails(registry.getMessage('google.rpc.BadRequest'));
  assert.ok(fields.fieldViolations.length > 0);
  const [info] = wrong.findDetails(registry.getMessage('google.rpc.ErrorInfo'));
  assert.equal(info.reason, 'FIELD_INVALID');
  await refused(as('').getCheckInForm({ name: runner.name }), Code.Unauthenticated);
  await refused(as('nobodys').getCheckInForm({ name: runner.name }), Code.Unauthenticated);
  await refused(hers.getCheckInForm({ name: 'patients/none/cases/none' }), Code.PermissionDenied);
  await refused(hers.listCheckIns({ parent: runner.name }), Code.Unimplemented);

  const today = (await hers.getCheckInForm({ name: runner.name })).todaysCheckIn;
  const { name, etag } = today;
  const amended = await hers.amendCheckIn(
    { name, etag, checkIn: { ...request(0).checkIn, note: 'and slept well' }, requestId: randomUUID() });
  assert.equal(amended.checkIn.note, 'and slept well');
  const late = await refused(
    hers.amendCheckIn({ name, etag, checkIn: request(0).checkIn, requestId: randomUUID() }),
    Code.Aborted);
  assert.equal(late.findDetails(registry.getMessage('google.rpc.ErrorInfo'))[0].reason, 'ETAG_MISMATCH');
  return first.checkIn.name;
}

// A process goes on for a moment after it was told to stop.
function stop(process) {
  process.kill('SIGSTOP');
  const isStopped = (thread) =>
    /^State:\tT/m.test(fs.readFileSync(`/proc/${process.pid}/task/${thread}/status`, 'utf8'));
  while (!fs.readdirSync(`/proc/${process.pid}/task`).every(isStopped));
}

// A server that answers nothing: whoever waits is told when her time is over.
async function timesOut(registry, server, gateway, runner) {
  stop(server.child);
  try {
    for (const binary of [false, true]) {
      await refused(clientOf(registry, binary, gateway, runner.token)
                      .getCheckInForm({ name: runner.name }, { timeoutMs: 300 }),
                    Code.DeadlineExceeded);
    }
    const told = await fetch(`http://${gateway}/midstance.v1.CheckInService/GetCheckInForm`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${runner.token}`, 'Content-Type': 'application/json',
        'Connect-Timeout-Ms': '300',
      },
      body: JSON.stringify({ name: runner.name }),
    });
    assert.equal(told.status, 504);
    assert.equal((await told.json()).code, 'deadline_exceeded');
  } finally {
    server.child.kill('SIGCONT');
  }
}

async function main([midstanced, program, protoFolder, schema], data) {
  const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, fs.readFileSync(schema)));
  const services = loadServices(protoFolder);
  const server = new Server(midstanced, data);
  await server.init('harbour', 'admin', PASSWORD);
  const address = await server.start();
  const runner = await makeRunner(server, services, address);
  const gateway = new Gateway(program, data);
  await gateway.start(address);
  assert.equal((await fetch(`http://${gateway.address}/readyz`)).status, 200);
  step('the gateway reaches the server');

  const names = [];
  for (const binary of [false, true]) {
    names.push(await checkIn(registry, binary, gateway.address, runner));
    step(`she checked in, in ${binary ? 'binary' : 'JSON'}, and wrong calls were told apart`);
  }
  const list = await runner.lena.call('CheckInService', 'ListCheckIns', { parent: runner.name });
  const first = list.check_ins.filter((found) => !found.amends);
  assert.deepEqual(first.map((found) => found.name).sort(), names.sort());
  assert.equal(list.check_ins.length, 2 * names.length);
  assert.ok(list.check_ins.every((found) => found.reports[0].observations[0].number === 0));
  step('her therapist sees both and what was amended, with a pain of 0');

  await curlAsTheReadmeSays(gateway.address, runner);
  step('curl does what the README says');
  await timesOut(registry, server, gateway.address, runner);
  step('a call whose time is over is told as such');
  runner.lena.close();

  await server.stop();
  await refused(clientOf(registry, false, gateway.address, runner.token)
                  .getCheckInForm({ name: runner.name }),
                Code.Unavailable);
  step('a server that is gone is told as such');

  await gateway.stop();
  const log = gateway.log();
  for (const line of log.trim().split('\n')) JSON.parse(line);
  assert.ok(!log.includes(runner.token) && !log.includes(runner.name));
  step('its log is JSON and knows neither token nor name');
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'midstance-gateway-'));
main(process.argv.slice(2), path.join(folder, 'data')).then(
  () => {
    fs.rmSync(folder, { recursive: true });
    process.exit(0);
  },
  (error) => {
    console.error(error);
    console.error(`the logs are in ${folder}`);
    process.exit(1);
  });
