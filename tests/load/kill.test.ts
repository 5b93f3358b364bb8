import { sql } from 'kysely'
import { afterAll, expect, onTestFailed, test } from 'vitest'
import { createDatabase } from '#lib/db'
import { createTestDatabase } from '#lib/test-database'
import { startTelegramStandIn } from '../../dev/messengers/telegram.ts'
import type { MessagePage } from './test-answers.ts'
import { throwDice } from './test-dice.ts'
import {
  countParts,
  expectExactProjections,
  expectGaplessNumbers,
  expectNothingSetAside,
  listThreads,
} from './test-proofs.ts'
import { createTestProduct, patienceMs } from './test-product.ts'
import { createStorm, type StormChat } from './test-storm.ts'

type Plan = { mode: 'webhook' | 'polling'; width: number; messages: number[]; answers: number[] }

/** What each client writes and each colleague answers between two kills. Together 2,000 messages in and 600 out by webhook. */
const plans: Plan[] = [
  { mode: 'webhook', width: 100, messages: [4, 4, 4, 3, 2, 2], answers: [1, 1, 1, 1, 1, 1] },
  { mode: 'polling', width: 60, messages: [4, 4, 3], answers: [1, 1, 1] },
]
/** After this kill the next process is killed while it starts. */
const killedWhileStarting = 2
const brokenConnections = 1

/**
 * The guarantee is that all chats move within 30 s of the last start (silent for 20 s, a process is taken for dead; one that
 * starts again on its data, at once). Here everything must have left, on a machine that may be busy with other tests.
 */
const movingWithinMs = 90_000

const worlds = await Promise.all(
  plans.map(async (plan) => {
    const { connectionString } = await createTestDatabase()
    const telegram = await startTelegramStandIn({
      secondMs: 50,
      retryDelaysMs: (attempt) => Math.min(20 * 2 ** attempt, 400),
      // Refused plain webhooks make it ask for updates instead.
      allowHttpWebhook: plan.mode === 'webhook',
    })
    const product = await createTestProduct({
      DATABASE_URL: connectionString,
      TELEGRAM_API_ROOT: telegram.apiRoot,
    })
    const database = createDatabase({ connectionString, applicationName: 'proof' })
    afterAll(async () => {
      await product.kill()
      await telegram.close()
      await database.close()
    })
    return { ...plan, telegram, product, database }
  }),
)

test.each(worlds)(
  'killed again and again while clients write and colleagues answer, it loses and doubles nothing ($mode)',
  async ({ mode, width, messages, answers, telegram, product, database }) => {
    const dice = throwDice()
    onTestFailed(() => console.error(`LOAD_SEED=${dice.seed} repeats this run`))
    await product.start()
    const bot = telegram.createBot()
    const connected = await product.ask<{ mode: string }>('POST', '/channels', {
      kind: 'telegram',
      token: bot.token,
    })
    expect(connected.body.mode).toBe(mode)
    const storm = createStorm({ bot, product, database, width, dice })
    storm.write(1)
    await bot.drained(patienceMs)
    bot.faults.always(
      ({ method }) => method === 'sendMessage',
      { kind: 'answerDropped' },
      { probability: 0.005 },
    )
    bot.faults.always(
      ({ method }) => method === 'sendMessage',
      { kind: 'tooManyRequests', retryAfterSeconds: 1 },
      { probability: 0.01 },
    )

    const colleagues: Promise<void>[] = []
    let lastStartMs = 0
    for (let phase = 0; phase < messages.length; phase += 1) {
      storm.write(messages[phase] ?? 0)
      colleagues.push(storm.answer(answers[phase] ?? 0))
      await moment()
      if (phase === brokenConnections) {
        await breakConnections(database)
        await moment()
      }
      await product.kill()
      if (phase === killedWhileStarting) {
        product.launch()
        await after(dice.between(100, 1500))
        await product.kill()
      }
      await product.start()
      lastStartMs = performance.now()
    }

    /** A random moment in the middle of things: so many more sent, or so much time. */
    async function moment(): Promise<void> {
      const target = bot.sent.length + dice.between(1, 40)
      await Promise.race([
        bot.sentWhere(() => bot.sent.length >= target, patienceMs).catch(() => {}),
        after(dice.between(30, 900)),
      ])
    }

    await Promise.all(colleagues)
    const writtenCount = storm.chats.reduce((sum, chat) => sum + chat.written.length, 0)
    const takenCount = storm.chats.reduce((sum, chat) => sum + chat.taken.length, 0)
    await expect
      .poll(
        async () => {
          const { queued = 0, sending = 0 } = await countParts(database)
          return { came: await countIncoming(), toSend: queued + sending }
        },
        { timeout: patienceMs, interval: 100 },
      )
      .toEqual({ came: writtenCount, toSend: 0 })
    const movingMs = performance.now() - lastStartMs
    expect(movingMs).toBeLessThan(movingWithinMs)
    await bot.drained(patienceMs)

    async function countIncoming(): Promise<number> {
      const { rows } = await sql<{
        n: number
      }>`select count(*)::int as n from messages where direction = 'in'`.execute(database.db)
      return rows[0]?.n ?? 0
    }

    const incoming = await listThreads(database, 'in')
    for (const chat of storm.chats) {
      expect(incoming.get(String(chat.person.id))?.map((message) => message.body)).toEqual(chat.written)
    }
    const outgoing = await listThreads(database, 'out')
    const uncertain: { chat: StormChat; id: string; text: string; times: number }[] = []
    for (const chat of storm.chats) {
      const stored = outgoing.get(String(chat.person.id)) ?? []
      expect(stored.map(({ id, body }) => ({ id, text: body }))).toEqual(chat.taken)
      const reached = chat.person.received().map((message) => message.text ?? '')
      for (const { id, body, state } of stored) {
        const times = reached.filter((text) => text === body).length
        if (state === 'uncertain') uncertain.push({ chat, id, text: body, times })
        else expect([state, body, times]).toEqual(['sent', body, 1])
      }
      // What reached the client did so in the order in which it was written, and never twice.
      expect(reached).toEqual(chat.taken.map(({ text }) => text).filter((text) => reached.includes(text)))
    }
    expect(uncertain.every(({ times }) => times <= 1)).toBe(true)
    expect(await countParts(database)).toEqual({
      sent: takenCount - uncertain.length,
      ...(uncertain.length > 0 ? { uncertain: uncertain.length } : {}),
    })

    const numbers = await expectGaplessNumbers(database, 1)
    await expectExactProjections(database)
    await expectNothingSetAside(database)
    expect(await countPeople()).toEqual({
      contacts: width,
      identities: width,
      deals: width,
      links: width,
      chats: width,
    })

    async function countPeople(): Promise<unknown> {
      const { rows } = await sql`select (select count(*)::int from contacts) as contacts,
        (select count(*)::int from contact_identities where kind = 'telegram') as identities,
        (select count(*)::int from deals) as deals, (select count(*)::int from card_contacts) as links,
        (select count(*)::int from chats) as chats`.execute(database.db)
      return rows[0]
    }

    // The uncertain ones are shown, and a person decides by what the client says he has.
    bot.faults.clear()
    for (const one of uncertain) {
      const chatId = (
        await product.ask<MessagePage>('GET', `/chats/${await chatOf(one.id)}/messages?limit=100`)
      ).body
      expect(chatId.items.find((message) => message.id === one.id)?.state).toBe('uncertain')
      const decided =
        one.times === 1
          ? await product.ask('POST', `/messages/${one.id}/confirmation`)
          : await product.ask('POST', `/messages/${one.id}/retries`, { uncertain: true })
      expect(decided.status).toBe(200)
    }

    async function chatOf(messageId: string): Promise<string> {
      const row = await database.db
        .selectFrom('messages')
        .select('chat_id')
        .where('id', '=', messageId)
        .executeTakeFirstOrThrow()
      return row.chat_id
    }

    await expect.poll(() => countParts(database), { timeout: patienceMs }).toEqual({ sent: takenCount })
    expect(bot.sent.map((message) => message.text).toSorted()).toEqual(
      storm.chats.flatMap((chat) => chat.taken.map(({ text }) => text)).toSorted(),
    )
    await expectExactProjections(database)
    expect(await product.stop()).toBe(0)
    console.info(
      `${mode}: ${writtenCount} in, ${takenCount} out, ${uncertain.length} uncertain, ${numbers} conversations, moving ${Math.round(movingMs)} ms after the last start`,
    )
  },
  patienceMs,
)

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Every connection of the product to its database is cut at once. */
async function breakConnections({
  pool,
}: {
  pool: { query(text: string): Promise<unknown> }
}): Promise<void> {
  await pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name <> 'proof'
      and pid <> pg_backend_pid()`,
  )
}
