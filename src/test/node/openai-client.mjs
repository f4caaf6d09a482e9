// The official Node client, unmodified, against a running server: prints what came of each case as
// a line of JSON. OpenAiNodeClientTest starts the server, runs this and judges the lines.
import OpenAI from 'openai';

const { KAIYE_URL, KAIYE_KEY, KAIYE_REVOKED, KAIYE_EXPIRED, KAIYE_QUOTA } = process.env;
const HELLO = [{ role: 'user', content: 'Say hello' }];
const client = new OpenAI({ baseURL: KAIYE_URL, apiKey: KAIYE_KEY, maxRetries: 0 });

const other = (key) => client.withOptions({ apiKey: key });
const asking = (content) => [{ role: 'user', content }];

/** Prints a case; ids of answers that were given are collected by who reads. */
function say(name, told) {
  console.log(JSON.stringify({ name, ...told }));
}

/** What the headers say of an answer. */
function told(response) {
  const header = (name) => response.headers.get(name);
  return { id: header('x-kaiye-answer-id'), again: header('x-kaiye-answered-before') === 'true' };
}

async function chat(name, by, body, options) {
  const { data, response } = await by.chat.completions.create(body, options).withResponse();
  const { message, finish_reason } = data.choices[0];
  say(name, {
    ...told(response),
    answer: data.id,
    model: data.model,
    text: message.content,
    finish: finish_reason,
    input: data.usage.prompt_tokens,
    output: data.usage.completion_tokens,
  });
}

async function stream(name, body) {
  const { data, response } = await client.chat.completions
    .create({ ...body, messages: HELLO, stream: true })
    .withResponse();
  const chunks = [];
  for await (const chunk of data) {
    chunks.push(chunk);
  }
  const choices = chunks.flatMap((chunk) => chunk.choices);
  say(name, {
    ...told(response),
    chunks: chunks.length,
    text: choices.map((choice) => choice.delta.content ?? '').join(''),
    finish: choices.map((choice) => choice.finish_reason).find((reason) => reason) ?? '',
    output: chunks.at(-1).usage?.completion_tokens ?? -1,
  });
}

async function embeddings(name, model) {
  const { data, response } = await client.embeddings
    .create({ model, input: 'red green' })
    .withResponse();
  const vector = Array.from(data.data[0].embedding);
  say(name, { ...told(response), model: data.model, vector, input: data.usage.prompt_tokens });
}

async function models() {
  const ids = [];
  for await (const model of client.models.list()) {
    ids.push(model.id);
  }
  const one = await client.models.retrieve('chat');
  say('models', { ids, owner: one.owned_by });
}

async function refused(name, by, body) {
  try {
    await by.chat.completions.create({ messages: HELLO, ...body });
    say(name, { type: 'nothing' });
  } catch (error) {
    say(name, {
      type: error.constructor.name,
      status: error.status,
      code: error.code,
      message: error.message,
      wait: Number(error.headers?.get('retry-after') ?? -1),
    });
  }
}

await chat('chat', client, { model: 'chat', messages: HELLO });
await chat('chat of Anthropic', client, { model: 'claude', messages: HELLO });
await stream('stream', { model: 'chat', stream_options: { include_usage: true } });
await stream('stream of Anthropic', { model: 'claude', stream_options: { include_usage: true } });
await stream('stream without usage', { model: 'chat' });
await embeddings('embeddings', 'embed');
await embeddings('embeddings of our own', 'letters');
await models();

await refused('unknown key', other(`kaiye_0123456789ab_${'x'.repeat(43)}`), { model: 'chat' });
await refused('revoked key', other(KAIYE_REVOKED), { model: 'chat' });
await refused('expired key', other(KAIYE_EXPIRED), { model: 'chat' });
await refused('unknown model', client, { model: 'chta' });
await refused('bad argument', client, { model: 'chat', temperature: 3 });
await refused('upstream down', client, { model: 'down' });
await refused('upstream silent', client, { model: 'mute' });
await chat('within quota', other(KAIYE_QUOTA), { model: 'chat', messages: HELLO });
await refused('over quota', other(KAIYE_QUOTA), { model: 'chat' });

const persistent = client.withOptions({ maxRetries: 2 });
for (const status of [500, 429]) {
  const messages = asking(`fail once with ${status}: node`);
  await chat(`retry after ${status}`, persistent, { model: 'chat', messages });
}
const named = { headers: { 'Idempotency-Key': 'node-1' } };
const messages = asking('fail once with 503: node-named');
await chat('named', persistent, { model: 'chat', messages }, named);
await chat('named again', persistent, { model: 'chat', messages }, named);
