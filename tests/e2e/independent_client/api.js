'use strict';

// The API as the .proto files tell it, read at run time.

const fs = require('node:fs');
const path = require('node:path');
const { randomUUID } = require('node:crypto');
const grpc = require('@grpc/grpc-js');
const protoLoader = require('@grpc/proto-loader');
const { PATIENCE_MS, within } = require('./server');

const DEADLINE_MS = 10000;

function loadServices(protoFolder) {
  const files = fs.readdirSync(path.join(protoFolder, 'midstance', 'v1'))
    .filter((file) => file.endsWith('_service.proto'))
    .map((file) => `midstance/v1/${file}`);
  const definition = protoLoader.loadSync(files, {
    includeDirs: [protoFolder], keepCase: true, longs: String, enums: String, defaults: true,
    oneofs: true,
  });
  return grpc.loadPackageDefinition(definition).midstance.v1;
}

// One connection. `token` is sent with each call when it is set.
class Api {
  constructor(services, address, ca) {
    this.services = services;
    this.address = address;
    this.credentials = grpc.credentials.createSsl(ca);
    this.options = { 'grpc.ssl_target_name_override': 'localhost', 'grpc.use_local_subchannel_pool': 1 };
    this.clients = new Map();
    this.token = '';
  }

  client(service) {
    if (!this.clients.has(service)) {
      this.clients.set(
        service, new this.services[service](this.address, this.credentials, this.options));
    }
    return this.clients.get(service);
  }

  metadata() {
    const metadata = new grpc.Metadata();
    if (this.token) metadata.set('authorization', `Bearer ${this.token}`);
    return metadata;
  }

  // Resolves to the response, rejects with the gRPC error.
  call(service, method, request) {
    return new Promise((resolve, reject) => {
      this.client(service)[method](
        request, this.metadata(), { deadline: Date.now() + DEADLINE_MS },
        (error, response) => (error ? reject(error) : resolve(response)));
    });
  }

  // A call that changes something: with a request id of its own.
  write(service, method, request) {
    return this.call(service, method, { request_id: randomUUID(), ...request });
  }

  async signIn(userName, password) {
    const response = await this.write('SessionService', 'SignIn', { user_name: userName, password });
    this.token = response.session_token;
    return response.user;
  }

  // Resolves when a server answers again that was gone.
  isReachable() {
    return Promise.all([...this.clients.values()].map((client) => new Promise((resolve, reject) => {
      client.waitForReady(Date.now() + PATIENCE_MS, (error) => (error ? reject(error) : resolve()));
    })));
  }

  watch(request) {
    const stream = this.client('WatchService').Watch(
      request, this.metadata(), { deadline: Date.now() + 120000 });
    return new WatchReader(stream);
  }

  close() {
    for (const client of this.clients.values()) client.close();
  }
}

// The messages of a Watch one by one, and the token of the last one taken.
class WatchReader {
  constructor(stream) {
    this.stream = stream;
    this.messages = [];
    this.waiting = null;
    this.token = '';
    this.end = new Promise((resolve) => {
      stream.on('error', (error) => resolve(error));
      stream.on('end', () => resolve(null));
    });
    stream.on('data', (message) => {
      this.messages.push(message);
      if (this.waiting) this.waiting();
    });
  }

  async next(what) {
    if (this.messages.length === 0) {
      const arrived = new Promise((resolve) => { this.waiting = resolve; });
      const broken = this.end.then((error) => {
        throw new Error(`${what}: the watch ended: ${error ? error.message : 'OK'}`);
      });
      broken.catch(() => {});
      await within(Promise.race([arrived, broken]), what);
      this.waiting = null;
    }
    const message = this.messages.shift();
    if (message.resume_token) this.token = message.resume_token;
    return message;
  }

  // The next message that is a change.
  async change(what) {
    for (;;) {
      const message = await this.next(what);
      if (message.event === 'change') return message.change;
    }
  }

  async synced(what) {
    for (;;) {
      if ((await this.next(what)).event === 'synced') return;
    }
  }

  cancel() {
    this.stream.cancel();
  }
}

// The reason of one of our errors, from its google.rpc.Status.
function reasonOf(error) {
  const [details] = error.metadata ? error.metadata.get('grpc-status-details-bin') : [];
  const found = details && /type\.googleapis\.com\/google\.rpc\.ErrorInfo[\s\S]{1,8}?([A-Z_]{4,})/
    .exec(details.toString('latin1'));
  return found ? found[1] : '';
}

module.exports = { Api, loadServices, reasonOf, status: grpc.status };
