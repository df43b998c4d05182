// Node-RED has no setting for it: without it a small message may wait 40 ms for the acknowledgement of the one before.
const net = require('net');
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...rest) {
  const socket = connect.apply(this, rest);
  this.setNoDelay(true);
  return socket;
};
