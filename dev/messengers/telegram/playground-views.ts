import type { Message } from '@grammyjs/types'
import type { Bot } from './bot.ts'
import type { Person } from './person.ts'

const shownMessages = 300
const shownCalls = 12

/** All bots and their persons, for the lists of the page. */
export const stateView = (bots: Bot[]): unknown =>
  bots.map((bot) => ({
    id: bot.id,
    name: bot.name,
    username: bot.username,
    webhook: bot.webhook?.url ?? null,
    pending: bot.pending(),
    isRevoked: bot.isRevoked,
    faultsWaiting: bot.faults.waiting(),
    calls: bot.calls.slice(-shownCalls).map(({ method, outcome, at }) => ({ method, outcome, at })),
    people: bot.people().map(personView),
  }))

const personView = (person: Person): unknown => {
  const last = person.lastMessage()
  return {
    id: person.id,
    name: [person.user.first_name, person.user.last_name].filter(Boolean).join(' '),
    username: person.user.username ?? null,
    isBlocking: person.isBlocking,
    last: last ? { date: last.date, text: lineOf(last), isOwn: last.from?.id === person.id } : null,
  }
}

const lineOf = (message: Message): string => {
  const kinds = [
    'photo',
    'video',
    'voice',
    'audio',
    'document',
    'sticker',
    'location',
    'contact',
    'poll',
  ] as const
  const kind = kinds.find((name) => message[name] !== undefined)
  return message.text ?? message.caption ?? (kind ? `[${kind}]` : '…')
}

/** The newest messages of a chat, as the Bot API writes them, and what stands over the keyboard. */
export const chatView = (bot: Bot, personId: number): unknown => {
  const person = bot.people().find(({ id }) => id === personId)
  if (!person) throw new Error('no such person')
  const messages = person.history().slice(-shownMessages)
  const reactions = messages.map(({ message_id: id }) => [
    id,
    [person.reactionTo(id), person.reactionOfBot(id)],
  ])
  return {
    botId: bot.id,
    messages,
    /** The person's own and the bot's, by the number of the message. */
    reactions: Object.fromEntries(reactions),
    keyboard: person.replyKeyboard,
    isBlocking: person.isBlocking,
  }
}
