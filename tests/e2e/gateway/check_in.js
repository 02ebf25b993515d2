// usage: node check_in.js MIDSTANCED MIDSTANCE_CHECKIN PROTO_FOLDER SCHEMA
//
// A runner checks in through the gateway with the Connect project's own client, which shares no code
// with it: in JSON and in binary. Her clinic is reached over gRPC, as ever. SCHEMA is a descriptor
// set, so that no code is generated.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { createFileRegistry, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { Code, ConnectError, createClient } from '@connectrpc/connect';
import { createConnectTransport } from '@connectrpc/connect-web';

const require = createRequire(import.meta.url);
const { Api, loadServices } = require('../independent_client/api');
const { Server, within } = require('../independent_client/server');

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

// Resolves to the program and its address.
async function startGateway(program, data, address) {
  const join = JSON.parse(fs.readFileSync(path.join(data, 'join.json'), 'utf8'));
  const file = path.join(data, 'gateway.json');
  fs.writeFileSync(file, JSON.stringify({ ...join, address: address.replace('127.0.0.1', 'localhost') }));
  const log = fs.openSync(path.join(data, 'gateway.log'), 'a');
  const child = spawn(program, ['serve', '--join', file, '--listen', '127.0.0.1:0'],
                      { stdio: ['ignore', 'pipe', log] });
  process.on('exit', () => child.kill('SIGKILL'));
  const lines = readline.createInterface({ input: child.stdout });
  const ready = new Promise((resolve, reject) => {
    lines.once('line', (line) => resolve(/^ready (\S+)$/.exec(line)[1]));
    child.once('exit', (code) => reject(new Error(`midstance-checkin ended: ${code}`)));
  });
  return { child, address: await within(ready, 'midstance-checkin serve') };
}

async function refused(promise, code) {
  const error = await promise.then(() => null, (problem) => problem);
  assert.ok(error instanceof ConnectError, 'expected an error of the protocol');
  assert.equal(error.code, code, error.message);
  return error;
}

async function checkIn(registry, useBinaryFormat, gateway, runner) {
  const bearer = (token) => (next) => (request) => {
    if (token) request.header.set('Authorization', `Bearer ${token}`);
    return next(request);
  };
  const clientOf = (token) => createClient(
    registry.getService('midstance.v1.CheckInService'),
    createConnectTransport({
      baseUrl: `http://${gateway}`, useBinaryFormat, defaultTimeoutMs: 4000,
      interceptors: [bearer(token)],
    }));
  const hers = clientOf(runner.token);
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
  await refused(clientOf('').getCheckInForm({ name: runner.name }), Code.Unauthenticated);
  await refused(clientOf('nobodys').getCheckInForm({ name: runner.name }), Code.Unauthenticated);
  await refused(hers.getCheckInForm({ name: 'patients/none/cases/none' }), Code.PermissionDenied);
  await refused(hers.listCheckIns({ parent: runner.name }), Code.Unimplemented);
  return first.checkIn.name;
}

async function main([midstanced, program, protoFolder, schema], data) {
  const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, fs.readFileSync(schema)));
  const services = loadServices(protoFolder);
  const server = new Server(midstanced, data);
  await server.init('harbour', 'admin', PASSWORD);
  const address = await server.start();
  const runner = await makeRunner(server, services, address);
  const gateway = await startGateway(program, data, address);
  assert.equal((await fetch(`http://${gateway.address}/readyz`)).status, 200);
  step('the gateway reaches the server');

  const names = [];
  for (const binary of [false, true]) {
    names.push(await checkIn(registry, binary, gateway.address, runner));
    step(`she checked in, in ${binary ? 'binary' : 'JSON'}, and wrong calls were told apart`);
  }
  const list = await runner.lena.call('CheckInService', 'ListCheckIns', { parent: runner.name });
  assert.deepEqual(list.check_ins.map((found) => found.name).sort(), names.sort());
  assert.ok(list.check_ins.every((found) => found.reports[0].observations[0].number === 0));
  step('her therapist sees both, with a pain of 0');
  runner.lena.close();

  await server.stop();
  await refused(
    createClient(registry.getService('midstance.v1.CheckInService'),
                 createConnectTransport({
                   baseUrl: `http://${gateway.address}`,
                   interceptors: [(next) => (request) => {
                     request.header.set('Authorization', `Bearer ${runner.token}`);
                     return next(request);
                   }],
                 })).getCheckInForm({ name: runner.name }),
    Code.Unavailable);
  step('a server that is gone is told as such');

  const ended = new Promise((resolve) => gateway.child.once('exit', resolve));
  gateway.child.kill('SIGTERM');
  assert.equal(await within(ended, 'the end of midstance-checkin'), 0);
  const log = fs.readFileSync(path.join(data, 'gateway.log'), 'utf8');
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
