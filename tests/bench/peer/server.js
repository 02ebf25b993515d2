'use strict';

// usage: node server.js DATABASE CERTIFICATE KEY
// Prints "ready 127.0.0.1:PORT" and serves until it is stopped.

const fs = require('node:fs');
const path = require('node:path');
const grpc = require('@grpc/grpc-js');
const protoLoader = require('@grpc/proto-loader');
const Database = require('better-sqlite3');

const [databaseFile, certificateFile, keyFile] = process.argv.slice(2);

const db = new Database(databaseFile);
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.exec(`
  CREATE TABLE IF NOT EXISTS check_ins (
    id INTEGER PRIMARY KEY,
    case_id TEXT NOT NULL,
    occurred_micros INTEGER NOT NULL,
    created_micros INTEGER NOT NULL,
    note TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS check_ins_newest ON check_ins (case_id, occurred_micros);
  CREATE TABLE IF NOT EXISTS findings (
    check_in_id INTEGER NOT NULL REFERENCES check_ins (id),
    position INTEGER NOT NULL,
    area INTEGER NOT NULL,
    side INTEGER NOT NULL,
    code TEXT NOT NULL,
    answer INTEGER,
    number REAL,
    choice TEXT,
    PRIMARY KEY (check_in_id, position)
  ) WITHOUT ROWID;
`);

const insertCheckIn = db.prepare(
  'INSERT INTO check_ins (case_id, occurred_micros, created_micros, note) VALUES (?, ?, ?, ?)');
const insertFinding = db.prepare(
  'INSERT INTO findings (check_in_id, position, area, side, code, answer, number, choice) ' +
  'VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
const newestCheckIns = db.prepare(
  'SELECT id, case_id, occurred_micros, created_micros, note FROM check_ins ' +
  'WHERE case_id = ? ORDER BY occurred_micros DESC LIMIT ?');
const findingsOf = db.prepare(
  'SELECT area, side, code, answer, number, choice FROM findings ' +
  'WHERE check_in_id = ? ORDER BY position');

const record = db.transaction((caseId, checkIn) => {
  const now = Date.now() * 1000;
  const occurred = checkIn.occurred_micros || now;
  const { lastInsertRowid } = insertCheckIn.run(caseId, occurred, now, checkIn.note);
  checkIn.findings.forEach((finding, position) => {
    insertFinding.run(
      lastInsertRowid, position, finding.area, finding.side, finding.code,
      finding.value === 'answer' ? finding.answer : null,
      finding.value === 'number' ? finding.number : null,
      finding.value === 'choice' ? finding.choice : null);
  });
  return { ...checkIn, id: Number(lastInsertRowid), case_id: caseId,
           occurred_micros: occurred, created_micros: now };
});

function findingFromRow(row) {
  const finding = { area: row.area, side: row.side, code: row.code };
  if (row.answer !== null) finding.answer = row.answer;
  else if (row.number !== null) finding.number = row.number;
  else finding.choice = row.choice;
  return finding;
}

const handlers = {
  RecordCheckIn(call, callback) {
    try {
      callback(null, record(call.request.case_id, call.request.check_in));
    } catch (error) {
      callback({ code: grpc.status.INTERNAL, message: error.message });
    }
  },
  ListCheckIns(call, callback) {
    try {
      const rows = newestCheckIns.all(call.request.case_id, call.request.page_size || 30);
      callback(null, {
        check_ins: rows.map(
          (row) => ({ ...row, findings: findingsOf.all(row.id).map(findingFromRow) })),
      });
    } catch (error) {
      callback({ code: grpc.status.INTERNAL, message: error.message });
    }
  },
};

const definition = protoLoader.loadSync(path.join(__dirname, 'clinic.proto'), {
  keepCase: true, longs: Number, enums: Number, defaults: true, arrays: true, oneofs: true,
});
const server = new grpc.Server();
server.addService(grpc.loadPackageDefinition(definition).clinic.Clinic.service, handlers);

const credentials = grpc.ServerCredentials.createSsl(
  null,
  [{ private_key: fs.readFileSync(keyFile), cert_chain: fs.readFileSync(certificateFile) }],
  false);
server.bindAsync('127.0.0.1:0', credentials, (error, port) => {
  if (error) throw error;
  console.log(`ready 127.0.0.1:${port}`);
});

process.on('SIGTERM', () => {
  server.forceShutdown();
  db.close();
});
