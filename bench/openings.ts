/** New people only: each message makes a contact, a deal and a numbered conversation, while others close: `npm run bench -- openings`. */
import { bareMessage, floorChats } from './lib/floor.ts'
import { createHookSender, textUpdate } from './lib/hook-sender.ts'
import { post, startBenchProduct } from './lib/product.ts'
import { ms, ratio, report, whole } from './lib/report.ts'
import { median, quantile, rateOf, runSlice } from './lib/slices.ts'

const width = 32
const rounds = 7
const sliceMs = 1000

const product = await startBenchProduct()
const { database, accountId } = product
const sender = createHookSender(product.hook, width)
let lastPerson = 20_000_000
let messageId = 0

function sendNew(): Promise<number> {
  lastPerson += 1
  messageId += 1
  return sender.send(textUpdate(lastPerson, messageId, 'Здравствуйте, есть в наличии?'))
}

await runSlice(width, 1500, sendNew)
const floor = await floorChats(database, accountId, 200)
let turn = 0
const bare = (): Promise<void> => {
  turn += 1
  const chat = floor[turn % floor.length]
  if (!chat) throw new Error('There are no conversations')
  return bareMessage(database, accountId, chat)
}

/** Colleagues who close conversations all the time, oldest first; the floor's own are left open. */
let isOver = false
let closed = 0
let closedUpTo = 0
async function closeAlways(): Promise<void> {
  while (!isOver) {
    const { rows } = await database.pool.query<{ number: number }>(
      `select number from conversations where account_id = $1 and closed_at is null and number > $2 order by number limit 1`,
      [accountId, Math.max(closedUpTo, floor.at(-1)?.number ?? 0)],
    )
    const number = rows[0]?.number
    if (number === undefined) continue
    closedUpTo = number
    await post(product.address, product.cookie, `/conversations/${number}/closure`, { anyway: true })
    closed += 1
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

await runSlice(width, 2000, sendNew)
await runSlice(width, 1000, bare)
const deadlocksBefore = await deadlocks()
const ratios: number[] = []
const rates: number[] = []
const delays: number[] = []
for (let round = 0; round < rounds; round += 1) {
  const below = await runSlice(width, sliceMs, bare)
  isOver = false
  const closers = [closeAlways(), closeAlways()]
  const opened = await runSlice(width, sliceMs, sendNew)
  isOver = true
  await Promise.all(closers)
  ratios.push(rateOf(opened) / rateOf(below))
  rates.push(rateOf(opened))
  delays.push(...opened.delaysMs)
}
const numbers = await checkNumbers()
await report(
  'openings',
  `New people only, ${width} in flight, two colleagues closing conversations meanwhile; the floor is the bare loop of the ingest bench.`,
  [
    { what: 'conversations opened/s over HTTP', figure: whole(median(rates)) },
    { what: 'ratio to the floor', figure: ratio(median(ratios)), aim: '≥ 0.4' },
    {
      what: 'webhook answered, p50 / p99',
      figure: `${ms(quantile(delays, 0.5))} / ${ms(quantile(delays, 0.99))}`,
    },
    { what: 'closed meanwhile', figure: whole(closed) },
    { what: 'deadlocks', figure: String((await deadlocks()) - deadlocksBefore), aim: '0' },
    { what: 'numbers without a gap or a double', figure: numbers, aim: 'yes' },
  ],
)
sender.close()
await product.close()

async function deadlocks(): Promise<number> {
  const { rows } = await database.pool.query<{ n: number }>(
    'select deadlocks::int as n from pg_stat_database where datname = current_database()',
  )
  return rows[0]?.n ?? 0
}

async function checkNumbers(): Promise<string> {
  const { rows } = await database.pool.query<{ isGood: boolean; n: number }>(
    `select count(*)::int as n, count(*) = max(number) and count(distinct number) = count(*) as "isGood"
      from conversations where account_id = $1`,
    [accountId],
  )
  return rows[0]?.isGood ? `yes, ${whole(rows[0].n)}` : 'NO'
}
