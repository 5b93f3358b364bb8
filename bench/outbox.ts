/** Queued messages through four messengers at once, beside a bare HTTP loop: `npm run bench -- outbox`. */
import { startBareLoop } from './lib/bare-loop.ts'
import type { BareRequest } from './lib/bare-sender.ts'
import { measureBigOutbox, most } from './lib/big-outbox.ts'
import { assertNothingMore, deliver, openChats, queueTexts, textsFor } from './lib/queued-messages.ts'
import { readProcessMs, readProcessorMs } from './lib/processor-time.ts'
import { startReceivers } from './lib/receivers.ts'
import { ms, ratio, report, whole } from './lib/report.ts'
import { median } from './lib/slices.ts'

const each = 28
const visitors = 16
const perChat = Number(process.env['BENCH_PER_CHAT'] ?? 30)
/** How many messages the account has when its next ones are looked for. */
const bigMessages = Number(process.env['BENCH_BIG'] ?? 1_000_000)
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 7)

const receivers = await startReceivers({ each, visitors })
const { product, clients, limited } = receivers
const { database, accountId } = product
const places = await openChats(receivers)
const bare = startBareLoop()
const count = clients.length * perChat

type Costs = { server: number; postgres: number; clients: number }

/** Processor time for a message, in ms; `clients`: the servers of the messengers in this process. */
const costs: Costs[] = []
const bareCosts: { loop: number; clients: number }[] = []

/** @returns messages a second. */
async function sendQueued(): Promise<number> {
  const texts = textsFor(clients, perChat)
  await queueTexts(database, accountId, places, texts)
  const before = await readCosts()
  const seconds = await deliver(receivers, places, texts)
  const after = await readCosts()
  costs.push({
    server: (after.server - before.server) / count,
    postgres: (after.postgres - before.postgres) / count,
    clients: (after.clients - before.clients) / count,
  })
  return count / seconds
}

async function readCosts(): Promise<Costs> {
  return { ...(await readProcessorMs(product)), clients: await readProcessMs(process.pid) }
}

/** The same to everybody while one more chat is told to wait all the time. */
async function sendBesideLimited(): Promise<number> {
  const texts = textsFor(clients, perChat)
  const waiting = textsFor([limited], perChat)
  await queueTexts(database, accountId, places, new Map([...texts, ...waiting]))
  const free = receivers.limit()
  const rate = count / (await deliver(receivers, places, texts))
  free()
  await deliver(receivers, places, waiting)
  return rate
}

function bareRequests(): BareRequest[][] {
  return [...textsFor(clients, perChat)].map(([client, list]) => list.map((text) => client.bare(text)))
}

async function sendBare(): Promise<number> {
  const chats = bareRequests()
  const before = { loop: await readProcessMs(bare.pid), clients: await readProcessMs(process.pid) }
  const seconds = await bare.send(chats)
  bareCosts.push({
    loop: ((await readProcessMs(bare.pid)) - before.loop) / count,
    clients: ((await readProcessMs(process.pid)) - before.clients) / count,
  })
  return count / seconds
}

/** The plainest way to lose nothing: the bare loop, each message noted in the same database before it leaves and after. */
async function sendNoted(): Promise<number> {
  return count / (await bare.send(bareRequests(), product.connectionString))
}

const us = (value: number): string => `${Math.round(value * 1000)} µs`

await database.pool.query(
  `create table bare_notes as select chat, 0 as message, 'none' as state from generate_series(0, ${clients.length - 1}) chat`,
)
await database.pool.query('alter table bare_notes add primary key (chat)')
await sendQueued()
await sendBare()
await sendNoted()
costs.length = 0
bareCosts.length = 0
const rates = { floor: [] as number[], noted: [] as number[], queued: [] as number[] }
const ratios = { floor: [] as number[], noted: [] as number[], limited: [] as number[] }
for (let round = 0; round < rounds; round += 1) {
  const floor = await sendBare()
  const noted = await sendNoted()
  const alone = await sendQueued()
  const beside = await sendBesideLimited()
  rates.floor.push(floor)
  rates.noted.push(noted)
  rates.queued.push(alone)
  ratios.floor.push(alone / floor)
  ratios.noted.push(alone / noted)
  ratios.limited.push(beside / alone)
}
const perMessage = await commitsPerMessage()
assertNothingMore(receivers)
const big = await measureBigOutbox(product, { messages: bigMessages, queued: bigMessages / 20 })
const inBig = `with ${whole(bigMessages)} messages, ${whole(bigMessages / 20)} of them queued`
const total = median(costs.map((one) => one.server + one.postgres + one.clients))
const bareTotal = median(bareCosts.map((one) => one.loop + one.clients))
await report(
  'outbox',
  `${clients.length} chats over Telegram, Viber, VK and a website, ${perChat} queued messages each, order checked; the clients live in the measuring process, the limits of the messengers are set wide, receipts and echoes are off. The floor posts the same messages to the same servers with Node's HTTP client, of each chat one at a time, from a process of its own, and remembers nothing; the loop that notes does the same, with two updates of one small row in the same database around each message; a website's to a server that only answers. Processor time of all that take part says what a message costs also where the processors are busy with other things.`,
  [
    { what: 'messages/s', figure: whole(median(rates.queued)) },
    { what: 'the bare loop, messages/s', figure: whole(median(rates.floor)) },
    { what: 'ratio to the bare loop', figure: ratio(median(ratios.floor)), aim: '≥ 0.5' },
    {
      what: 'a loop that notes each message before and after, messages/s',
      figure: whole(median(rates.noted)),
    },
    { what: 'ratio to that loop', figure: ratio(median(ratios.noted)) },
    { what: 'rate beside a chat in 429', figure: ratio(median(ratios.limited)), aim: '≥ 0.9' },
    { what: 'processor time per message, server', figure: us(median(costs.map((one) => one.server))) },
    { what: 'the same, PostgreSQL', figure: us(median(costs.map((one) => one.postgres))) },
    { what: 'the same, the messengers and clients', figure: us(median(costs.map((one) => one.clients))) },
    { what: 'the same, the bare loop and its messengers', figure: us(bareTotal) },
    {
      what: 'processor time of the bare loop to that of the product, of all',
      figure: ratio(bareTotal / total),
    },
    { what: 'transactions per message', figure: ratio(perMessage) },
    { what: 'lost, doubled or out of order', figure: '0', aim: '0' },
    { what: `claiming ${most} chats, ${inBig}`, figure: `${ms(big.claimMs)} (${big.plan})` },
    { what: 'the parts of these chats that leave next', figure: ms(big.turnsMs) },
    { what: 'sequential scans in both', figure: whole(big.sequentialScans), aim: '0' },
    { what: 'claiming when all of these wait for a paused channel', figure: ms(big.pausedClaimMs) },
  ],
)
bare.close()
await receivers.close()

async function commitsPerMessage(): Promise<number> {
  const commits = async (): Promise<number> => {
    await new Promise((resolve) => setTimeout(resolve, 1200))
    const { rows } = await database.pool.query<{ n: number }>(
      'select xact_commit::int as n from pg_stat_database where datname = current_database()',
    )
    return rows[0]?.n ?? 0
  }
  const before = await commits()
  await sendQueued()
  return ((await commits()) - before) / count
}
