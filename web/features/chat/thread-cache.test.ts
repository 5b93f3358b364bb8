import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import type { MessageView } from '#contract/messages'
import { applyAnswer, applyMessage, applySent, threadKey } from './thread-cache.ts'
import type { Thread } from './thread.ts'

const message = (id: string, more: Partial<MessageView> = {}): MessageView => ({
  id,
  chatId: 'chat',
  number: 1,
  direction: 'out',
  kind: 'text',
  unsupported: null,
  author: { kind: 'user', id: 7, name: 'Анна' },
  text: 'текст',
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
  state: 'queued',
  parts: [],
  ...more,
})

function openChat(): { client: QueryClient; state: (id: string) => string | null | undefined } {
  const client = new QueryClient()
  client.setQueryData<Thread>(threadKey('chat'), { items: [], stretches: [], before: null, after: null })
  const state = (id: string): string | null | undefined =>
    client.getQueryData<Thread>(threadKey('chat'))?.items.find((item) => item.id === id)?.state
  return { client, state }
}

test('a message that was delivered before the answer to its sending came stays delivered', () => {
  const { client, state } = openChat()
  applyMessage(client, message('quick', { state: 'delivered' }))
  applySent(client, message('quick'))
  expect(state('quick')).toBe('delivered')
  applySent(client, message('slow'))
  expect(state('slow')).toBe('queued')
})

test('an answer is shown, unless something was heard of the message since it was asked for', () => {
  const { client, state } = openChat()
  applyMessage(client, message('a', { state: 'failed' }))
  const later = Date.now() + 1
  applyAnswer(client, message('a'), later)
  expect(state('a')).toBe('queued')
  applyMessage(client, message('a', { state: 'sent' }))
  applyAnswer(client, message('a'), 0)
  expect(state('a')).toBe('sent')
})
