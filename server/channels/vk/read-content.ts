import type { Content, IncomingAttachment } from '../channel.ts'
import { readFields, readLine, readList, type Fields } from '../read-unknown.ts'
import { describe, describePlace, lines } from './describe-other.ts'
import { readFile } from './read-attachment.ts'
import { pageOf } from './read-ids.ts'
import { readMarkedText } from './read-text.ts'

/** What a message says: its text, its files, a line for everything that is neither, and the messages forwarded with it. */
export function readContent(message: Fields): Content {
  const forwarded = readList(message['fwd_messages'])
    .map(readFields)
    .filter((each) => each !== null)
  const [only] = forwarded
  // Nothing of one's own and one message passed on: that message is what was said.
  const own = ownOf(message)
  if (only && forwarded.length === 1 && isEmpty(own)) return contentOf(only, forwardsOf(only))
  return contentOf(message, forwarded)
}

/** The page of whoever wrote the message first, when nothing but that was passed on; VK does not tell his name. */
export function readForwardedFrom(message: Fields): string | null {
  const forwarded = readList(message['fwd_messages'])
    .map(readFields)
    .filter((each) => each !== null)
  const [only] = forwarded
  return only && forwarded.length === 1 && isEmpty(ownOf(message)) ? pageOf(only['from_id']) : null
}

function contentOf(message: Fields, forwarded: Fields[]): Content {
  const { text, entities, attachments, others } = ownOf(message)
  const passedOn: Own[] = []
  const quotes = quote(forwarded, 1, passedOn)
  const unsupported = others[0]?.kind ?? passedOn.flatMap((each) => each.others)[0]?.kind ?? null
  const files = [...attachments, ...passedOn.flatMap((each) => each.attachments)].slice(0, maxFiles)
  const isNothing = text === '' && files.length === 0 && quotes === '' && unsupported === null
  return {
    text: lines(text, ...others.map((each) => each.text), quotes),
    entities,
    attachments: files,
    unsupported: isNothing ? 'empty' : unsupported,
  }
}

type Own = Content & { others: { kind: string; text: string }[] }

function ownOf(message: Fields): Own {
  const { text, entities } = readMarkedText(message['text'])
  const attachments: IncomingAttachment[] = []
  const others: Own['others'] = []
  for (const item of readList(message['attachments']).map(readFields)) {
    const kind = readLine(item?.['type'], 60)
    if (!item || kind === null || kind === '') continue
    const content = readFields(item[kind]) ?? {}
    const file = readFile(kind, content)
    if (file) attachments.push(file)
    if (kind === 'sticker') others.push({ kind, text: '' })
    else if (!file && !isPreviewOf(kind, content, text)) others.push({ kind, text: describe(kind, content) })
  }
  const geo = readFields(message['geo'])
  if (geo) others.push({ kind: 'location', text: describePlace(geo) })
  return { text, entities, attachments, others, unsupported: null }
}

/** VK adds a picture of its own to every address somebody writes; the address is in the text already. */
function isPreviewOf(kind: string, content: Fields, text: string): boolean {
  const address = readLine(content['url'], 2000)
  if (kind !== 'link' || address === null) return false
  const bare = address.replace(/^https?:\/\//, '').replace(/\/$/, '')
  return bare !== '' && text.includes(bare)
}

function isEmpty({ text, attachments, others }: Own): boolean {
  return text === '' && attachments.length === 0 && others.length === 0
}

const maxDepth = 10
const maxFiles = 100
const maxForwarded = 100

/** Messages passed on, and those passed on in them, as lines marked like a quotation in a letter. */
function quote(messages: Fields[], depth: number, found: Own[]): string {
  const quoted: string[] = []
  for (const message of messages) {
    if (found.length >= maxForwarded) break
    const own = ownOf(message)
    found.push(own)
    const head = `${pageOf(message['from_id'])}:`
    const body = lines(own.text, ...own.others.map((each) => lines(`[${each.kind}]`, each.text)))
    const inner = depth < maxDepth ? quote(forwardsOf(message), depth + 1, found) : ''
    quoted.push(
      ...lines(`${head} ${body}`.trim())
        .split('\n')
        .map((line) => `> ${line}`),
    )
    if (inner !== '') quoted.push(...inner.split('\n').map((line) => `> ${line}`))
  }
  return quoted.join('\n')
}

function forwardsOf(message: Fields): Fields[] {
  return readList(message['fwd_messages'])
    .map(readFields)
    .filter((each) => each !== null)
}
