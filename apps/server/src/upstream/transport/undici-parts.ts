// What is used of undici. Its index also loads fetch, WebSocket, caches and mocks, which took a third of the time of a start.
import { setFlagsFromString } from 'node:v8';
import connect from 'undici/lib/api/api-connect.js';
import request from 'undici/lib/api/api-request.js';
import Agent from 'undici/lib/dispatcher/agent.js';
import Dispatcher from 'undici/lib/dispatcher/dispatcher.js';
import ProxyAgent from 'undici/lib/dispatcher/proxy-agent.js';

/**
 * undici reads answers with WebAssembly, which V8 optimizes after a few of them (1.8 million) in 10 MB that its thread then keeps. That is worth it
 * where lists are read, and not for a program at rest.
 */
setFlagsFromString('--wasm-tiering-budget=100000000');

// As the index does. A proxy is asked for a tunnel by `connect`.
Object.assign(Dispatcher.prototype, { connect, request });

export { Agent, type Dispatcher, ProxyAgent };
