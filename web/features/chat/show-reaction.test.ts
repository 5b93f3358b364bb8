import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import type { MessageView } from '#contract/messages'
import { showReaction } from './show-reaction.ts'
import { applyMessage, knownMessage, threadKey } from './thread-cache.ts'
import type { Thread } from './thread.ts'

const ours = (emoji: string): MessageView['reactions'] => [{ side: 'ours', emoji }]
const theirs: MessageView['reactions'] = [{ side: 'client', emoji: '🔥' }]

const message: MessageView = {
  id: 'question',
  chatId: 'chat',
  number: 1,
  direction: 'in',
  kind: 'text',
  unsupported: null,
  author: { kind: 'client', id: null, name: 'Марина' },
  text: 'Есть Versa Duo?',
  entities: [],
  at: '2026-11-26T12:00:00.000Z',
  receivedAt: '2026-11-26T12:00:00.000Z',
  isLate: false,
  editedAt: null,
  deletedAt: null,
  change: null,
  replyTo: null,
  forwardedFrom: null,
  location: null,
  reactions: [],
  attachments: [],
  state: null,
  parts: [],
}

function openChat(shown: MessageView): { client: QueryClient; now: () => Partial<MessageView> } {
  const client = new QueryClient()
  const thread: Thread = { items: [shown], stretches: [], before: null, after: null }
  client.setQueryData<Thread>(threadKey('chat'), thread)
  const now = (): Partial<MessageView> => {
    const { text = '', reactions = [] } = knownMessage(client, 'chat', shown.id) ?? {}
    return { text, reactions }
  }
  return { client, now }
}

test('a reaction is seen at once instead of the one before, and taken back when it is refused', () => {
  const { client, now } = openChat({ ...message, reactions: [...ours('👍'), ...theirs] })
  const takeBack = showReaction(client, { ...message, reactions: [...ours('👍'), ...theirs] }, '❤️')
  expect(now().reactions).toEqual([...theirs, ...ours('❤️')])
  takeBack()
  expect(now().reactions).toEqual([...theirs, ...ours('👍')])
  const putBack = showReaction(client, { ...message, reactions: ours('👍') }, null)
  expect(now().reactions).toEqual(theirs)
  putBack()
  expect(now().reactions).toEqual([...theirs, ...ours('👍')])
})

test('what the client has changed meanwhile stays when a reaction is refused', () => {
  const { client, now } = openChat(message)
  const takeBack = showReaction(client, message, '👍')
  applyMessage(client, { ...message, text: 'Есть Versa Uno?', reactions: theirs })
  takeBack()
  expect(now()).toEqual({ text: 'Есть Versa Uno?', reactions: theirs })
})

test('so does it where our reaction is still shown, and what a colleague has put there instead', () => {
  const { client, now } = openChat(message)
  const takeBack = showReaction(client, message, '👍')
  applyMessage(client, { ...message, text: 'Есть Versa Uno?', reactions: ours('👍') })
  takeBack()
  expect(now()).toEqual({ text: 'Есть Versa Uno?', reactions: [] })
  const again = showReaction(client, message, '👍')
  applyMessage(client, { ...message, reactions: ours('❤️') })
  again()
  expect(now().reactions).toEqual(ours('❤️'))
})
