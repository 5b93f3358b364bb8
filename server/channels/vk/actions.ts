import type { ActionResult, Connection, EditedText, FoundPerson, Messenger, Target } from '../channel.ts'
import { readFields, readInteger, readLine, readList, readText } from '../read-unknown.ts'
import type { ApiResult, VkClient } from './client.ts'
import { actionResultOf, readRefusal, tokenDead } from './errors.ts'
import { reactionOfEmoji } from './reactions.ts'
import { writeText } from './write-text.ts'

export function createActions(client: VkClient): Messenger['actions'] {
  return {
    edit: (connection, target, text) => edit(client, connection, target, text),
    remove: (connection, target) => remove(client, connection, target),
    react: (connection, target, emoji) => react(client, connection, target, emoji),
    async showTyping({ token }, chat) {
      await client.call(token, 'messages.setActivity', { peer_id: chat, type: 'typing' })
    },
    async markRead({ token }, { chat, externalId }) {
      await client.call(token, 'messages.markAsRead', { peer_id: chat, up_to_cmid: externalId })
    },
    async answerPress({ token }, pressId) {
      const [, user, id] = /^(\d+):(.+)$/.exec(pressId) ?? []
      if (user === undefined || id === undefined) return
      await client.call(token, 'messages.sendMessageEventAnswer', {
        event_id: id,
        user_id: user,
        peer_id: user,
      })
    },
    findPerson: (connection, externalId) => findPerson(client, connection, externalId),
  }
}

/** An edit replaces the whole message: what is attached has to be named again, or it would be gone. */
async function edit(
  client: VkClient,
  { token }: Connection,
  { chat, externalId }: Target,
  edited: EditedText,
): Promise<ActionResult> {
  let attachment: string | null = null
  if (edited.isCaption) {
    const ids = { peer_id: chat, conversation_message_ids: externalId }
    const found = await client.call(token, 'messages.getByConversationMessageId', ids)
    if (found.outcome !== 'ok') return actionResultOf(found)
    attachment = attachmentsOf(found.result)
    if (attachment === null) return refused('The message is no longer there')
  }
  const changed = await client.call(token, 'messages.edit', {
    peer_id: chat,
    cmid: externalId,
    message: writeText(edited.text, edited.entities),
    attachment: attachment === '' ? null : attachment,
    keep_forward_messages: 1,
    keep_snippets: 1,
    disable_mentions: 1,
  })
  return doneOr(changed)
}

function attachmentsOf(result: unknown): string | null {
  const message = readFields(readList(readFields(result)?.['items'])[0])
  if (!message) return null
  const names = readList(message['attachments']).flatMap((item) => {
    const fields = readFields(item)
    const type = readLine(fields?.['type'], 60) ?? ''
    const content = readFields(fields?.[type])
    const owner = readInteger(content?.['owner_id'])
    const id = readInteger(content?.['id'])
    const key = readText(content?.['access_key'])
    return owner === null || id === null ? [] : [`${type}${owner}_${id}${key ? `_${key}` : ''}`]
  })
  return names.join(',')
}

async function remove(client: VkClient, { token }: Connection, target: Target): Promise<ActionResult> {
  const parameters = { peer_id: target.chat, cmids: target.externalId, delete_for_all: 1 }
  const removed = await client.call(token, 'messages.delete', parameters)
  if (removed.outcome !== 'ok') return actionResultOf(removed)
  // A list with a line for each message; one that is gone already has a 0 in it and no error.
  const error = readFields(readFields(readList(removed.result)[0])?.['error'])
  const code = readInteger(error?.['code'])
  if (code === null) return { outcome: 'done' }
  return actionResultOf({
    outcome: 'refused',
    code,
    detail: `${code} ${readLine(error?.['description']) ?? ''}`,
  })
}

async function react(
  client: VkClient,
  { token }: Connection,
  { chat, externalId }: Target,
  emoji: string | null,
): Promise<ActionResult> {
  const message = { peer_id: chat, cmid: externalId }
  if (emoji === null) return doneOr(await client.call(token, 'messages.deleteReaction', message))
  const id = reactionOfEmoji(emoji)
  if (id === null) return refused('VK has no such reaction')
  return doneOr(await client.call(token, 'messages.sendReaction', { ...message, reaction_id: id }))
}

function doneOr(result: ApiResult): ActionResult {
  return result.outcome === 'ok' ? { outcome: 'done' } : actionResultOf(result)
}

function refused(detail: string): ActionResult {
  return { outcome: 'refused', code: 'refused', detail }
}

const usualWaitMs = 10_000

async function findPerson(client: VkClient, { token }: Connection, externalId: string): Promise<FoundPerson> {
  const parameters = { user_ids: externalId, fields: 'photo_200,has_photo,screen_name' }
  const found = await client.call(token, 'users.get', parameters)
  if (found.outcome === 'refused') {
    if (found.code === 113) return { outcome: 'gone' }
    const read = readRefusal(found)
    const retryAfterMs = read.outcome === 'unsent' ? (read.retryAfterMs ?? usualWaitMs) : usualWaitMs
    return { outcome: 'later', retryAfterMs, tokenRevoked: found.code === tokenDead }
  }
  if (found.outcome !== 'ok') return { outcome: 'later', retryAfterMs: usualWaitMs, tokenRevoked: false }
  const user = readFields(readList(found.result)[0])
  if (!user || user['deactivated'] === 'deleted') return { outcome: 'gone' }
  const name = [readLine(user['first_name'], 100), readLine(user['last_name'], 100)].filter(Boolean).join(' ')
  const screenName = readLine(user['screen_name'], 64)
  // Who has not chosen an address has his number for one, and who has no photo a drawn camera.
  const handle = screenName === `id${externalId}` ? null : screenName
  const avatarRef = user['has_photo'] === 0 ? null : readText(user['photo_200'])
  return { outcome: 'ok', name, handle: handle || null, avatarRef: avatarRef || null }
}
