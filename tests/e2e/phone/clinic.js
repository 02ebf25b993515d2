// A clinic for the tests: the real server, the gateway in front of it, a therapist at her desk, and as
// many runners as are wanted.

import { execFile } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { Gateway } from '../gateway/gateway.js';

const run = promisify(execFile);
const require = createRequire(import.meta.url);
const { Api, loadServices } = require('../independent_client/api');
const { PATIENCE_MS, Server } = require('../independent_client/server');

export const CLINIC_PHONE = '+44 20 5550 100';
export const EMERGENCY_NUMBER = '112';
const PASSWORD = 'a long password for tests';

// Where it is about noon now: no test may run into another day.
function zoneAtNoon() {
  const ahead = 12 - new Date().getUTCHours();
  return ahead === 0 ? 'UTC' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}

// Asks again and again, at once, until it is so.
export async function until(what, holds) {
  for (const begun = Date.now(); !(await holds());) {
    if (Date.now() - begun > PATIENCE_MS) throw new Error(`${what}: not within ${PATIENCE_MS} ms`);
  }
}

export class Clinic {
  // Programs of the build, and a folder that is not there yet.
  static async open({ midstanced, checkin, proto }, folder) {
    const clinic = new Clinic();
    Object.assign(clinic, { checkin, folder });
    clinic.server = new Server(midstanced, folder);
    await clinic.server.init('harbour', 'admin', PASSWORD);
    clinic.config = path.join(folder, 'server.textproto');
    fs.writeFileSync(clinic.config, `time_zone: "${zoneAtNoon()}"\n`);
    clinic.services = loadServices(proto);
    clinic.serverAddress = await clinic.server.start('127.0.0.1:0', ['--config', clinic.config]);
    clinic.gateway = new Gateway(checkin, folder);
    clinic.url = `http://${(await clinic.gateway.start(clinic.serverAddress, '127.0.0.1:0', [
      '--clinic-phone', CLINIC_PHONE, '--emergency-number', EMERGENCY_NUMBER]))}`;
    clinic.lena = await clinic.hireLena();
    return clinic;
  }

  async hireLena() {
    const admin = new Api(this.services, this.serverAddress, this.server.caCertificate());
    await admin.signIn('admin', PASSWORD);
    await admin.write('AdminService', 'CreateUser', {
      user: { user_name: 'lena', display_name: 'Lena Brandt', roles: ['ROLE_CLINICIAN'] },
      password: PASSWORD,
    });
    admin.close();
    const lena = new Api(this.services, this.serverAddress, this.server.caCertificate());
    await lena.signIn('lena', PASSWORD);
    return lena;
  }

  // The clinic's day.
  async today(runner) {
    const form = await this.lena.call('CheckInService', 'GetCheckInForm', { name: runner.name });
    return form.today.date;
  }

  // A runner with a hip that hurts, three exercises a day and a link. `running` adds a plan to come
  // back to running.
  async newRunner({ running = false, exercises = true } = {}) {
    const patient = await this.lena.write('PatientService', 'CreatePatient', {
      patient: { given_name: 'Amélie', family_name: 'Dubois', birth_date: '1989-03-14' },
    });
    const opened = await this.lena.write('CaseService', 'CreateCase', {
      parent: patient.name,
      case: { title: 'Left hip', sites: [{ area: 'AREA_HIP', side: 'SIDE_LEFT' }] },
    });
    const runner = { name: opened.name };
    const today = await this.today(runner);
    if (exercises) {
      const daily = (exercise, side) => ({
        exercise: `exercises/${exercise}`, side, dose: { sets: 2, reps: 10, per_day: 1 },
      });
      await this.lena.write('ProgramService', 'AssignProgram', {
        parent: opened.name, start_date: today,
        exercises: [daily('st-bridge', 'SIDE_UNSPECIFIED'), daily('al-pelvic-tilt', 'SIDE_UNSPECIFIED'),
                    daily('st-clam', 'SIDE_LEFT')],
      });
    }
    if (running) {
      await this.lena.write('RunningService', 'StartRunningPlan', {
        parent: opened.name, running_plan: { start_date: today }, entry_reason: 'for a test',
        tests: { single_leg_squats: 12, single_leg_stance_seconds: 30, hops: 10 },
      });
    }
    return { ...runner, ...(await this.newLink(runner)) };
  }

  // `expires` is a Date; left out: in 7 days.
  async newLink(runner, expires) {
    const request = { parent: runner.name };
    if (expires) {
      const seconds = Math.floor(expires.getTime() / 1000);
      request.expire_time = { seconds, nanos: (expires.getTime() % 1000) * 1e6 };
    }
    const issued = await this.lena.write('CheckInService', 'IssueCheckInLink', request);
    return {
      token: issued.token, link: issued.check_in_link, code: `${runner.name}/${issued.token}`,
      url: `${this.url}/check-in#${runner.name}/${issued.token}`,
    };
  }

  revoke(link) {
    return this.lena.write('CheckInService', 'RevokeCheckInLink', { name: link.name, etag: link.etag });
  }

  // What counts, the latest first.
  async checkIns(runner) {
    const page = await this.lena.call('CheckInService', 'ListCheckIns', {
      parent: runner.name, page_size: 500, filter: 'state = RECORD_STATE_ACTIVE',
    });
    return page.check_ins;
  }

  async allCheckIns(runner) {
    const page = await this.lena.call('CheckInService', 'ListCheckIns',
                                      { parent: runner.name, page_size: 500 });
    return page.check_ins;
  }

  async escalations(runner) {
    const page = await this.lena.call('EscalationService', 'ListEscalations', { parent: runner.name });
    return page.escalations;
  }

  // By the terminal's client, with a file of answers.
  async answerWithFile(runner, answers) {
    const file = (name, text) => {
      const whole = path.join(this.folder, name);
      fs.writeFileSync(whole, text);
      return whole;
    };
    await run(this.checkin, [
      'answer', '--join', path.join(this.folder, 'gateway.json'), '--link-file', file('link', `${runner.url}\n`),
      '--answers', file('answers.json', JSON.stringify(answers)),
    ]);
  }

  // There is no server while `act` runs; then again one, at the same address.
  async withoutServer(act) {
    await this.server.stop();
    try {
      await act();
    } finally {
      await this.server.start(this.serverAddress, ['--config', this.config]);
      await until('the gateway reaches the server', async () => (await fetch(`${this.url}/readyz`)).status === 200);
      await this.lena.isReachable();
    }
  }

  async close() {
    this.lena.close();
    await this.gateway.stop();
    await this.server.stop();
  }
}
