/** Telegram updates over HTTP into the running product, beside the bare loop: `npm run bench -- ingest`. */
import WebSocket from 'ws'
import { frameText } from '#lib/http/frame-text'
import { bareMessage, floorChats } from './lib/floor.ts'
import { createHookSender, textUpdate } from './lib/hook-sender.ts'
import { startBenchProduct, type BenchProduct } from './lib/product.ts'
import { ms, ratio, report, whole } from './lib/report.ts'
import { median, quantile, rateOf, runSlice, type Slice } from './lib/slices.ts'
import { watchStalls } from './lib/stalls.ts'
import { makeLogSteady } from './lib/steady-log.ts'

const chats = 200
const width = 32
const sliceMs = 1000
const rounds = 7
/** The delay of live frames is that of a steady load: what came before has been told, and nobody new writes. */
const settleMs = 2000
const liveWindows = 5
const browsers = Number(process.env['BENCH_BROWSERS'] ?? 5)

const product = await startBenchProduct()
const sender = createHookSender(product.hook, width)
let lastMessageId = 0
let lastPerson = 10_000_000
const known = Array.from({ length: chats }, (_one, index) => 1_000_000 + index)

function sendTo(person: number): Promise<number> {
  lastMessageId += 1
  return sender.send(textUpdate(person, lastMessageId, 'Добрый день, подскажите по доставке'))
}
const sendKnown = (): Promise<number> => sendTo(known[lastMessageId % chats] ?? 0)
function sendMixed(): Promise<number> {
  if (lastMessageId % 20 !== 0) return sendKnown()
  lastPerson += 1
  return sendTo(lastPerson)
}

await Promise.all(known.map(sendTo))
const floor = await floorChats(product.database, product.accountId, chats)
let turn = 0
const bare = (): Promise<void> => {
  turn += 1
  const chat = floor[turn % floor.length]
  if (!chat) throw new Error('There are no conversations')
  return bareMessage(product.database, product.accountId, chat)
}

await makeLogSteady(product.superuserConnectionString)
const sockets = await connectBrowsers(product)
await runSlice(width, 4000, sendKnown)
await runSlice(width, 1000, bare)
// Statistics as a server that runs has them: those of the first seconds would be taken anew in the middle, when its tables are ten times as large.
await product.database.pool.query('analyze')
const steadyRate = median([
  rateOf(await runSlice(width, sliceMs, sendKnown)),
  rateOf(await runSlice(width, sliceMs, sendKnown)),
  rateOf(await runSlice(width, sliceMs, sendKnown)),
])
const windows = [] as Awaited<ReturnType<typeof measureLive>>[]
for (let count = 0; count < liveWindows; count += 1) {
  await new Promise((resolve) => setTimeout(resolve, settleMs))
  windows.push(await measureLive(steadyRate / 2))
}
const figures = { known: [] as number[], mixed: [] as number[] }
const slices: Slice[] = []
const rates: number[] = []
for (let round = 0; round < rounds; round += 1) {
  const before = await runSlice(width, sliceMs, bare)
  const hot = await runSlice(width, sliceMs, sendKnown)
  const mixed = await runSlice(width, sliceMs, sendMixed)
  figures.known.push(rateOf(hot) / rateOf(before))
  figures.mixed.push(rateOf(mixed) / rateOf(before))
  rates.push(rateOf(hot))
  slices.push(hot)
}
const tripsWithBrowsers = await roundTrips(product)
for (const socket of sockets) socket.close()
const trips = await roundTrips(product)
await report(
  'ingest',
  `${chats} chats, ${width} in flight, all durable, ${browsers} browsers connected; the floor is message + conversation + event, one transaction per message.`,
  [
    { what: 'messages/s over HTTP, known chats', figure: whole(median(rates)) },
    { what: 'ratio to the floor, known chats', figure: ratio(median(figures.known)), aim: '≥ 1.5' },
    { what: 'ratio to the floor, 5 % new people', figure: ratio(median(figures.mixed)), aim: '≥ 1.2' },
    {
      what: 'webhook answered, p50',
      figure: ms(
        quantile(
          slices.flatMap((slice) => slice.delaysMs),
          0.5,
        ),
      ),
    },
    {
      what: 'webhook answered, p99',
      figure: ms(
        quantile(
          slices.flatMap((slice) => slice.delaysMs),
          0.99,
        ),
      ),
    },
    { what: 'round trips per message', figure: ratio(trips), aim: '≤ 0.25' },
    { what: 'the same with what browsers are told', figure: ratio(tripsWithBrowsers) },
    {
      what: 'webhook → WebSocket frame at half load, p50',
      figure: ms(median(windows.map(({ all }) => quantile(all, 0.5)))),
    },
    {
      what: `the same, p99, median of ${liveWindows} windows`,
      figure: `${ms(median(windows.map(({ all }) => quantile(all, 0.99))))} (${windows.map(({ all }) => ms(quantile(all, 0.99))).join(', ')})`,
      aim: '≤ 30 ms',
    },
    {
      what: 'the same, without the moments in which the measuring process stood still',
      figure: ms(median(windows.map(({ steady }) => quantile(steady, 0.99)))),
      aim: '≤ 30 ms',
    },
  ],
)
sender.close()
await product.close()

async function connectBrowsers({ address, cookie }: BenchProduct): Promise<WebSocket[]> {
  return Promise.all(
    Array.from({ length: browsers }, () => {
      const socket = new WebSocket(`${address.replace('http', 'ws')}/api/live`, {
        headers: { cookie, origin: address },
      })
      return new Promise<WebSocket>((resolve, reject) => {
        socket.once('message', () => resolve(socket))
        socket.once('error', reject)
      })
    }),
  )
}

/** Sends at a steady rate and notes for each message how long it took until a browser had it. */
async function measureLive(perSecond: number): Promise<{ all: number[]; steady: number[] }> {
  const sentAt = new Map<string, number>()
  const told: { from: number; to: number }[] = []
  const stalls = watchStalls()
  const [socket] = sockets
  socket?.on('message', (data) => {
    const now = performance.now()
    for (const [, mark] of frameText(data).matchAll(/"text":"(mark-\d+)"/g)) {
      const at = mark === undefined ? undefined : sentAt.get(mark)
      if (at !== undefined && mark !== undefined) {
        told.push({ from: at, to: now })
        sentAt.delete(mark)
      }
    }
  })
  const from = performance.now()
  const pending: Promise<number>[] = []
  for (let count = 0; performance.now() - from < 8000;) {
    const due = ((performance.now() - from) / 1000) * perSecond
    for (; count < due; count += 1) {
      lastMessageId += 1
      const mark = `mark-${lastMessageId}`
      sentAt.set(mark, performance.now())
      pending.push(sender.send(textUpdate(known[lastMessageId % chats] ?? 0, lastMessageId, mark)))
    }
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  await Promise.all(pending)
  await new Promise((resolve) => setTimeout(resolve, 500))
  stalls.stop()
  const delayOf = ({ from: sent, to }: { from: number; to: number }): number => to - sent
  const steady = told.filter(({ from: sent, to }) => !stalls.isTouched(sent, to))
  return { all: told.map(delayOf), steady: steady.map(delayOf) }
}

/** Statements and transactions of the product while known chats write, from PostgreSQL's own count. */
async function roundTrips({ database }: BenchProduct): Promise<number> {
  const commits = async (): Promise<number> => {
    await new Promise((resolve) => setTimeout(resolve, 1200))
    const { rows } = await database.pool.query<{ n: number }>(
      `select xact_commit::int as n from pg_stat_database where datname = current_database()`,
    )
    return rows[0]?.n ?? 0
  }
  const before = await commits()
  const slice = await runSlice(width, 4000, sendKnown)
  return ((await commits()) - before) / slice.count
}
