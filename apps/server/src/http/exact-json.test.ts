import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { addExactJson } from './exact-json.ts';

async function echo(body: string) {
  const app = Fastify({ logger: false });
  addExactJson(app);
  app.post('/', request => request.body);
  const { statusCode, body: answer } = await app.inject({
    method: 'POST',
    url: '/',
    headers: { 'content-type': 'application/json' },
    payload: body,
  });
  await app.close();
  return { statusCode, answer };
}

test('a body and an answer keep every digit', async () => {
  expect(await echo('{"n":9007199254740993,"m":1.5}')).toEqual({
    statusCode: 200,
    answer: '{"n":9007199254740993,"m":1.5}',
  });
});

test.each(['{"__proto__":{"n":9007199254740993}}', '{"n":9007199254740993', '{"constructor":{"prototype":{}}}'])(
  'what is refused stays refused: %s',
  async body => {
    expect((await echo(body)).statusCode).toBe(400);
  },
);
