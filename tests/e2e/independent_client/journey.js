'use strict';

// usage: node journey.js MIDSTANCED PROTO_FOLDER
//
// A red flag travels from a check-in to a doctor's referral, seen by a client that shares no code
// with the server. In the middle the server is killed and started again.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { randomUUID } = require('node:crypto');
const { Api, loadServices, reasonOf, status } = require('./api');
const { Server, within } = require('./server');

const PASSWORD = 'a long password for tests';
const LEFT_KNEE = { area: 'AREA_KNEE', side: 'SIDE_LEFT' };

const step = (text) => console.log(`- ${text}`);

const QUIET = {
  reports: [{
    site: LEFT_KNEE,
    observations: [{ code: 'swelling', number: 0 }, { code: 'rest_nprs', number: 1 }],
  }],
};
const HOT_SWOLLEN = {
  reports: [{
    site: LEFT_KNEE,
    observations: [
      { code: 'swelling', number: 2 },
      { code: 'warmth', answer: 'ANSWER_PRESENT' },
      { code: 'redness', answer: 'ANSWER_PRESENT' },
      { code: 'move_difficulty', number: 2 },
    ],
  }],
};

async function refused(promise, code, reason) {
  const error = await promise.then(() => null, (problem) => problem);
  assert.ok(error, `expected ${reason}, and the call passed`);
  assert.equal(error.code, code, error.message);
  assert.equal(reasonOf(error), reason);
}

// A change as one line, to compare what two streams told. The resource itself may be newer in a
// stream that tells it later.
const told = (change) => `${change.kind} ${change.name}`;

async function makeClinician(server, services, address) {
  const admin = new Api(services, address, server.caCertificate());
  await admin.signIn('admin', PASSWORD);
  await admin.write('AdminService', 'CreateUser', {
    user: { user_name: 'lena', display_name: 'Lena Brandt', roles: ['ROLE_CLINICIAN'] },
    password: PASSWORD,
  });
  await admin.write('AdminService', 'CreateUser', {
    user: { user_name: 'omar', display_name: 'Omar Haddad', roles: ['ROLE_CLINICIAN'] },
    password: PASSWORD,
  });
  await refused(admin.call('PatientService', 'ListPatients', {}), status.PERMISSION_DENIED,
                'ROLE_REQUIRED');
  admin.close();
  const lena = new Api(services, address, server.caCertificate());
  await refused(lena.call('PatientService', 'ListPatients', {}), status.UNAUTHENTICATED,
                'CREDENTIALS_MISSING');
  await lena.signIn('lena', PASSWORD);
  return lena;
}

async function openCase(lena) {
  const patient = await lena.write('PatientService', 'CreatePatient', {
    patient: { given_name: 'Μαρία', family_name: 'Παππά', birth_date: '1991-03-08' },
  });
  const opened = await lena.write('CaseService', 'CreateCase', {
    parent: patient.name,
    case: { title: 'Left knee pain after the half marathon', sites: [LEFT_KNEE] },
  });
  assert.equal(opened.state, 'STATE_OPEN');
  return opened;
}

async function strangersSeeNothing(server, services, address, opened) {
  const omar = new Api(services, address, server.caCertificate());
  await omar.signIn('omar', PASSWORD);
  await refused(omar.call('CaseService', 'GetCase', { name: opened.name }),
                status.PERMISSION_DENIED, 'OUT_OF_SCOPE');
  omar.close();
}

function recordCheckIn(lena, opened, checkIn, requestId = randomUUID()) {
  return lena.call('CheckInService', 'RecordCheckIn',
                   { parent: opened.name, check_in: checkIn, request_id: requestId });
}

// The check-in and the escalation that it opened, as one transaction.
async function seeFlagArrive(watch, answer) {
  const record = await watch.change('the check-in');
  assert.equal(record.kind, 'KIND_CREATED');
  assert.equal(record.name, answer.check_in.name);
  assert.equal(record.last_of_transaction, false);
  const flags = [];
  for (let last = false; !last;) {
    const change = await watch.change('the escalation');
    assert.equal(change.resource, 'escalation');
    flags.push(change);
    last = change.last_of_transaction;
  }
  assert.deepEqual(flags.map((change) => change.name).sort(),
                   answer.escalations.map((escalation) => escalation.name).sort());
  return [record, ...flags];
}

async function closeTheLoop(lena, opened, escalation) {
  let referral = await lena.write('ReferralService', 'CreateReferral', {
    parent: opened.name,
    referral: {
      escalation: escalation.name,
      addressee: { name: 'Dr. Idowu', organisation: 'City Hospital, emergency department' },
    },
  });
  assert.equal(referral.state, 'STATE_DRAFTED');
  assert.notEqual(referral.letter.situation, '');
  const letter = await lena.call('ReferralService', 'RenderReferral', { name: referral.name });
  assert.match(letter.text, /Παππά/);
  assert.match(letter.sha256, /^[0-9a-f]{64}$/);

  const send = { name: referral.name, etag: referral.etag, channel: 'handed to the patient',
                 request_id: randomUUID() };
  referral = await lena.call('ReferralService', 'SendReferral', send);
  assert.equal(referral.state, 'STATE_SENT');
  assert.deepEqual(await lena.call('ReferralService', 'SendReferral', send), referral);
  await refused(lena.write('ReferralService', 'SendReferral', { ...send, request_id: randomUUID() }),
                status.ABORTED, 'ETAG_MISMATCH');

  for (const state of ['STATE_ACKNOWLEDGED', 'STATE_SEEN', 'STATE_REPORT_RECEIVED',
                       'STATE_ACTED_ON']) {
    referral = await lena.write('ReferralService', 'RecordReferralStep',
                                { name: referral.name, etag: referral.etag, state });
    assert.equal(referral.state, state);
  }
  referral = await lena.write('ReferralService', 'CloseReferral', {
    name: referral.name, etag: referral.etag, reason: 'answered',
    finding: 'Gout, treated; no infection.',
  });
  assert.equal(referral.state, 'STATE_CLOSED');
  assert.equal(referral.steps.length, 7);
  return referral;
}

async function main(midstanced, protoFolder, data) {
  const services = loadServices(protoFolder);
  const server = new Server(midstanced, data);
  await server.init('harbour', 'admin', PASSWORD);
  let address = await server.start();
  let lena = await makeClinician(server, services, address);
  step('lena signed in over TLS');

  const opened = await openCase(lena);
  await strangersSeeNothing(server, services, address, opened);
  const WATCHED = { parent: 'patients/-', resource_types: ['CheckIn', 'Escalation', 'Referral'] };
  let watch = lena.watch({ ...WATCHED, initial_state: true });
  await watch.synced('the initial state');
  const quiet = await recordCheckIn(lena, opened, QUIET);
  assert.equal(quiet.escalations.length, 0);
  assert.equal((await watch.change('the quiet check-in')).name, quiet.check_in.name);
  const tokenBeforeFlag = watch.token;
  step('a quiet check-in raised nothing and arrived on the watch');

  const requestId = randomUUID();
  const hot = await recordCheckIn(lena, opened, HOT_SWOLLEN, requestId);
  const flagged = hot.escalations.find((found) => found.urgency === 'EMERGENCY');
  assert.ok(flagged, 'a hot swollen joint is an emergency');
  assert.notEqual(flagged.basis, '');
  const live = await seeFlagArrive(watch, hot);
  step(`the flag arrived: ${flagged.title}`);

  await server.kill();
  const broken = await within(watch.end, 'the end of the watch');
  assert.equal(broken.code, status.UNAVAILABLE);
  lena.close();
  address = await server.start();
  const { token } = lena;
  lena = new Api(services, address, server.caCertificate());
  lena.token = token;
  step('the server was killed and is back');

  const again = await recordCheckIn(lena, opened, HOT_SWOLLEN, requestId);
  assert.equal(again.check_in.name, hot.check_in.name);
  const acknowledged = await lena.write('EscalationService', 'AcknowledgeEscalation', {
    name: flagged.name,
    etag: (await lena.call('EscalationService', 'GetEscalation', { name: flagged.name })).etag,
    note: 'calling her now',
    first_step: 'FIRST_STEP_PHONE_PATIENT',
  });
  assert.equal(acknowledged.state, 'STATE_ACKNOWLEDGED');

  watch = lena.watch({ ...WATCHED, resume_token: tokenBeforeFlag });
  const missed = [];
  for (let i = 0; i < live.length + 1; ++i) missed.push(await watch.change('what was missed'));
  assert.deepEqual(missed.slice(0, live.length).map(told), live.map(told));
  assert.equal(missed.at(-1).name, flagged.name);
  assert.equal(missed.at(-1).escalation.state, 'STATE_ACKNOWLEDGED');
  step(`the watch resumed and told the ${missed.length} missed changes, each once`);

  const referral = await closeTheLoop(lena, opened, flagged);
  const first = await watch.change('the referral');
  assert.equal(first.name, referral.name);
  assert.equal(first.kind, 'KIND_CREATED');
  for (let state = ''; state !== 'STATE_CLOSED';) {
    const change = await watch.change('the end of the referral');
    if (change.resource === 'referral') state = change.referral.state;
  }
  step('the referral was drafted, sent once, and its loop closed');

  for (const { name } of hot.escalations) {
    const open = await lena.call('EscalationService', 'GetEscalation', { name });
    const resolved = await lena.write('EscalationService', 'ResolveEscalation', {
      name, etag: open.etag, outcome: 'OUTCOME_REFERRED', reason: 'seen the same day',
    });
    assert.equal(resolved.state, 'STATE_RESOLVED');
  }
  const list = await lena.call('CheckInService', 'ListCheckIns', { parent: opened.name });
  assert.deepEqual(list.check_ins.map((found) => found.name).sort(),
                   [quiet.check_in.name, hot.check_in.name].sort());
  watch.cancel();
  lena.close();
  await server.stop();
  step('the server drained');
}

const [midstanced, protoFolder] = process.argv.slice(2);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'midstance-journey-'));
main(midstanced, protoFolder, path.join(folder, 'data')).then(
  () => {
    fs.rmSync(folder, { recursive: true });
    process.exit(0);
  },
  (error) => {
    console.error(error);
    console.error(`the server's log is in ${folder}`);
    process.exit(1);
  });
