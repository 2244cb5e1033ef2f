// What is used of undici. Its index also loads fetch, WebSocket, caches and mocks, which took a third of the time of a start.
import connect from 'undici/lib/api/api-connect.js';
import request from 'undici/lib/api/api-request.js';
import Agent from 'undici/lib/dispatcher/agent.js';
import Dispatcher from 'undici/lib/dispatcher/dispatcher.js';
import ProxyAgent from 'undici/lib/dispatcher/proxy-agent.js';

// As the index does. A proxy is asked for a tunnel by `connect`.
Object.assign(Dispatcher.prototype, { connect, request });

export { Agent, type Dispatcher, ProxyAgent };
