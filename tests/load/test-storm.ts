import { expect } from 'vitest'
import type { Database } from '#lib/db'
import type { Bot, Person } from '../../dev/messengers/telegram.ts'
import type { TestProduct } from './test-product.ts'
import { throwDice } from './test-dice.ts'

export type StormChat = {
  person: Person
  /** What the client wrote, in order. */
  written: string[]
  /** What the API took from the colleague, in order, by the id the composer made. */
  taken: { id: string; text: string }[]
  /** The colleague's work in this chat: one thing after another. */
  work: Promise<void>
}

/** Clients who write and colleagues who answer at the same time, each chat at its own pace. */
export type Storm = {
  chats: StormChat[]
  /** Every client writes `count` messages, at once. */
  write(count: number): void
  /** In every chat a colleague answers `count` times, one after another, and now and then closes the conversation. */
  answer(count: number): Promise<void>
}

export function createStorm(world: {
  bot: Bot
  product: TestProduct
  database: Database
  width: number
  dice: ReturnType<typeof throwDice>
}): Storm {
  const { bot, product, database, dice } = world
  const chats: StormChat[] = Array.from({ length: world.width }, () => ({
    person: bot.person(),
    written: [],
    taken: [],
    work: Promise.resolve(),
  }))
  const ids = new Map<number, string>()
  async function idOf(person: Person): Promise<string> {
    const known = ids.get(person.id)
    if (known !== undefined) return known
    const { id } = await database.db
      .selectFrom('chats')
      .select('id')
      .where('external_chat_id', '=', String(person.id))
      .executeTakeFirstOrThrow()
    ids.set(person.id, id)
    return id
  }
  async function answerOnce(chat: StormChat): Promise<void> {
    const chatId = await idOf(chat.person)
    const text = `answer ${chat.taken.length} to ${chat.person.id}`
    const sending = { id: crypto.randomUUID(), text, anyway: true }
    const { status, body } = await product.askAgain('POST', `/chats/${chatId}/messages`, sending)
    expect(status, JSON.stringify(body)).toBe(200)
    chat.taken.push({ id: sending.id, text })
  }
  async function closeOnce(chat: StormChat): Promise<void> {
    const chatId = await idOf(chat.person)
    const view = await product.askAgain<{ openNumber: number | null }>('GET', `/chats/${chatId}`)
    const number = view.body.openNumber
    if (number === null) return
    const closed = await product.askAgain('POST', `/conversations/${number}/closure`, { anyway: true })
    expect(closed.status).toBe(200)
  }
  return {
    chats,
    write(count) {
      for (const chat of chats) {
        for (let index = 0; index < count; index += 1) {
          const text = `message ${chat.written.length} of ${chat.person.id}`
          chat.written.push(text)
          chat.person.sendText(text)
        }
      }
    },
    async answer(count) {
      await Promise.all(
        chats.map(async (chat) => {
          for (let index = 0; index < count; index += 1) {
            chat.work = chat.work.then(() => answerOnce(chat))
            if (dice.next() < 0.2) chat.work = chat.work.then(() => closeOnce(chat))
          }
          await chat.work
        }),
      )
    },
  }
}
