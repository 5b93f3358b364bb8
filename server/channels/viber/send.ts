import type { MapLocation } from '#contract/location'
import type { Connection, OutgoingPart, SendResult } from '../channel.ts'
import { toLine } from '../read-unknown.ts'
import type { ApiResult, ViberClient } from './client.ts'
import { maxSenderNameLength } from './config.ts'
import { readStatus } from './read-status.ts'
import { readToken } from './read-token.ts'
import { writeFile, type Written } from './write-file.ts'

/** Sends one message: a text, or one file. Formatting is only told by marks that older clients show as they are, so texts leave plain. */
export async function send(
  client: ViberClient,
  connection: Connection,
  part: OutgoingPart,
): Promise<SendResult> {
  const [file, ...others] = part.files
  if (others.length > 0) return { outcome: 'refused', code: 'refused', detail: 'One file a message' }
  const { location } = part
  const written = location
    ? writeLocation(location)
    : file
      ? await writeFile(file, part.text)
      : writeText(part.text)
  if (written.outcome === 'refused') return written
  const message = { receiver: part.chat, sender: { name: senderName(connection) }, ...written.message }
  return resultOf(await client.call(connection.token, 'send_message', message))
}

function writeText(text: string): Written {
  return { outcome: 'written', message: { type: 'text', text } }
}

function writeLocation({ latitude, longitude }: MapLocation): Written {
  return { outcome: 'written', message: { type: 'location', location: { lat: latitude, lon: longitude } } }
}

function senderName({ name }: Connection): string {
  const short = toLine(name ?? '').slice(0, maxSenderNameLength)
  // Half a surrogate pair at the cut is no character.
  return (short.isWellFormed() ? short : short.slice(0, -1)).trim() || 'Support'
}

function resultOf(told: ApiResult): SendResult {
  switch (told.outcome) {
    case 'ok':
      return accepted(readToken(told.answer))
    case 'refused':
      return readStatus(told)
    case 'unsent':
      return { outcome: 'unsent', code: told.code, retryAfterMs: null, scope: 'channel' }
    case 'unknown':
      return told
  }
}

/** A good answer without an id would be no fact to build on. */
function accepted(token: string | null): SendResult {
  return token === null
    ? { outcome: 'unknown', code: 'answer_without_id' }
    : { outcome: 'accepted', externalIds: [token] }
}
