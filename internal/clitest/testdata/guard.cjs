// Preloaded into every node process of a test: refuses to look up a name or to connect anywhere but on this machine, and writes
// down who tried in the file that GUARD_LOG names.
'use strict'
const dgram = require('node:dgram')
const dns = require('node:dns')
const fs = require('node:fs')
const net = require('node:net')

const loopback = host => host === undefined || host === null || host === '' || host === 'localhost' || host === '::1' || /^127\./.test(host)

function refuse(what) {
  fs.appendFileSync(process.env.GUARD_LOG, what + '\n')
  return Object.assign(new Error('refused by the guard: ' + what), {code: 'ECONNREFUSED'})
}

const connect = net.Socket.prototype.connect
net.Socket.prototype.connect = function (...args) {
  // net.connect and tls.connect hand over their normalized arguments as one array.
  const given = Array.isArray(args[0]) ? args[0] : args
  const options = typeof given[0] === 'object' ? given[0] : {port: given[0], host: typeof given[1] === 'string' ? given[1] : undefined}
  if (!options.path && !loopback(options.host)) throw refuse(`connect ${options.host}:${options.port}`)
  return connect.apply(this, args)
}

for (const owner of [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype]) {
  for (const name of Object.getOwnPropertyNames(owner)) {
    if (!/^(lookup|resolve|reverse)/.test(name) || typeof owner[name] !== 'function') continue
    const original = owner[name]
    owner[name] = function (host, ...rest) {
      if (!loopback(host)) throw refuse(`${name} ${host}`)
      return original.call(this, host, ...rest)
    }
  }
}

for (const name of ['connect', 'send']) {
  dgram.Socket.prototype[name] = function () {
    throw refuse(`dgram ${name}`)
  }
}
