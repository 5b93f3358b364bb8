import { mapLink, type MapLocation } from '#contract/location'
import type { Connection, OutgoingPart, SendResult } from '../channel.ts'
import { readFields, readInteger, readLine, readList, type Fields } from '../read-unknown.ts'
import type { ApiResult, VkClient } from './client.ts'
import { beforeSending, readRefusal } from './errors.ts'
import { uploadFile } from './upload.ts'
import { writeText } from './write-text.ts'

/** Files first, then one message that names them: until messages.send is called nothing can have reached the client. */
export async function send(
  client: VkClient,
  connection: Connection,
  part: OutgoingPart,
): Promise<SendResult> {
  const attachments: string[] = []
  for (const file of part.files) {
    const uploaded = await uploadFile(client, connection, part.chat, file)
    if (uploaded.outcome !== 'uploaded') return uploaded
    attachments.push(uploaded.attachment)
  }
  const message = {
    // The list form also answers with the message's number in the chat, by which receipts know it.
    peer_ids: part.chat,
    random_id: part.sendId,
    message: writeText(part.text, part.entities),
    attachment: attachments.length > 0 ? attachments.join(',') : null,
    forward: replyOf(part),
    // What looks like "[id5|Name]" in a text of ours calls nobody.
    disable_mentions: 1,
  }
  const sent = await deliver(client, connection, message, part.location)
  if (sent.outcome === 'ok') return readSent(client, connection, sent.result)
  return sent.outcome === 'refused' ? readRefusal(sent) : unansweredOf(sent)
}

type Parameters = Record<string, string | number | null>

/** VK's error for a wrong parameter. */
const badParameter = 100

/** A place may be refused for want of words: nothing has left then, and it leaves as words with a link. */
async function deliver(
  client: VkClient,
  connection: Connection,
  message: Parameters,
  location: MapLocation | null | undefined,
): Promise<ApiResult> {
  const call = (more: Parameters): Promise<ApiResult> =>
    client.call(connection.token, 'messages.send', { ...message, ...more })
  if (!location) return call({})
  const sent = await call({ lat: location.latitude, long: location.longitude })
  const isRefused = sent.outcome === 'refused' && sent.code === badParameter
  return isRefused ? call({ message: mapLink(location) }) : sent
}

function unansweredOf(result: { outcome: 'unsent' | 'unknown'; code: string }): SendResult {
  return result.outcome === 'unsent' ? beforeSending(result) : { outcome: 'unknown', code: result.code }
}

/** Ids of ours that are no numbers of VK, such as a pressed button, are not answered but simply followed. */
function replyOf({ chat, replyTo }: OutgoingPart): string | null {
  const number = Number(replyTo)
  if (replyTo === null || !Number.isSafeInteger(number) || number <= 0) return null
  return JSON.stringify({ peer_id: Number(chat), conversation_message_ids: [number], is_reply: true })
}

async function readSent(client: VkClient, connection: Connection, result: unknown): Promise<SendResult> {
  const item = readFields(readList(result)[0])
  const error = readFields(item?.['error'])
  const code = readInteger(error?.['code'])
  if (error && code !== null) {
    const words = (readLine(error['description']) ?? '').replaceAll(connection.token, '…')
    return readRefusal({ outcome: 'refused', code, detail: `${code} ${words}`.trim() })
  }
  const number = numberOf(item) ?? (await findNumber(client, connection, readInteger(item?.['message_id'])))
  if (number === null) return { outcome: 'unknown', code: 'answer_without_id' }
  return { outcome: 'accepted', externalIds: [String(number)] }
}

/** A repeat may be answered with the message's global id alone. */
async function findNumber(
  client: VkClient,
  connection: Connection,
  messageId: number | null,
): Promise<number | null> {
  if (messageId === null || messageId <= 0) return null
  const found = await client.call(connection.token, 'messages.getById', { message_ids: messageId })
  if (found.outcome !== 'ok') return null
  return numberOf(readFields(readList(readFields(found.result)?.['items'])[0]))
}

function numberOf(message: Fields | null): number | null {
  const number = readInteger(message?.['conversation_message_id'])
  return number !== null && number > 0 ? number : null
}
