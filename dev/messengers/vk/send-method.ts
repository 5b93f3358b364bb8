import { badParameter, VkError } from './api-error.ts'
import type { CallParameters } from './call-parameters.ts'
import type { CommunityState, PersonRecord, SentResult, Standing } from './community-state.ts'
import type { Media } from './file-store.ts'
import type { Fields } from './json.ts'
import { attachmentOf, bare, type VkMessage } from './message.ts'
import type { Method, Aftermath } from './methods.ts'

const maxTextLength = 4096
const maxAttachments = 10
const maxRecipients = 100
const maxPayloadLength = 1000

const refusals: Partial<Record<Standing, number>> = {
  silent: 901,
  denied: 901,
  blacklisted: 900,
  private: 902,
  deleted: 18,
  banned: 18,
}

/** Sends to one (`peer_id`: the answer is the message's id) or to several (`peer_ids`: a list with a line for each). */
export const sendMessage: Method = async (community, parameters, aftermath) => {
  const randomId = parameters.requiredInteger('random_id')
  if (randomId < -(2 ** 31) || randomId >= 2 ** 31) throw badParameter('random_id is out of range')
  const many = parameters.integers('peer_ids')
  const one = parameters.integer('peer_id') ?? parameters.integer('user_id')
  if (many.length > maxRecipients) throw badParameter('peer_ids has too many items')
  if (many.length === 0 && one === null) throw badParameter('peer_id, peer_ids or user_id is required')
  const known = randomId === 0 ? undefined : community.byRandomId.get(randomId)
  if (known) return many.length > 0 ? [lineOf(known)] : known.messageId
  const draft = readDraft(community, parameters)
  if (many.length === 0 && one !== null) {
    return (await deliver(community, findRecipient(community, one), draft, randomId, aftermath)).messageId
  }
  const lines = []
  for (const peerId of many) {
    try {
      const person = findRecipient(community, peerId)
      lines.push(lineOf(await deliver(community, person, draft, randomId, aftermath)))
    } catch (error) {
      if (!(error instanceof VkError)) throw error
      lines.push({ peer_id: peerId, message_id: 0, error: { code: error.code, description: error.message } })
    }
  }
  return lines
}

const lineOf = ({ peerId, messageId, number }: SentResult): Record<string, number> => ({
  peer_id: peerId,
  message_id: messageId,
  conversation_message_id: number,
})

const findRecipient = (community: CommunityState, peerId: number): PersonRecord => {
  if (peerId <= 0 || peerId >= 2_000_000_000) throw new VkError(936)
  const person = community.people.get(peerId)
  if (!person) throw new VkError(901)
  const code = refusals[person.standing]
  if (code !== undefined) throw new VkError(code)
  return person
}

type Draft = {
  text: string
  media: Media[]
  geo: Fields | null
  forward: Fields | null
  parameters: CallParameters
}

const readDraft = (community: CommunityState, parameters: CallParameters): Draft => {
  const text = parameters.text('message').trim()
  const media = readAttachments(community, parameters.text('attachment'))
  const geo = readGeo(parameters)
  if (text === '' && media.length === 0 && !geo) throw badParameter('message is empty or invalid')
  checkText(text)
  if (parameters.text('payload').length > maxPayloadLength) throw badParameter('payload is too long')
  if (parameters.text('keyboard') !== '') checkKeyboard(parameters)
  return { text, media, geo, forward: readForward(parameters), parameters }
}

const readGeo = (parameters: CallParameters): Fields | null => {
  const [lat, long] = [parameters.text('lat'), parameters.text('long')]
  if (lat === '' && long === '') return null
  const [latitude, longitude] = [Number(lat), Number(long)]
  if (lat === '' || !(Math.abs(latitude) <= 90)) throw badParameter('lat is invalid')
  if (long === '' || !(Math.abs(longitude) <= 180)) throw badParameter('long is invalid')
  return { type: 'point', coordinates: { latitude, longitude } }
}

export const checkText = (text: string): void => {
  if (text.length > maxTextLength) throw new VkError(914)
}

export const readAttachments = (community: CommunityState, given: string): Media[] => {
  const names = given === '' ? [] : given.split(',')
  if (names.length > maxAttachments) throw badParameter('attachment has too many items')
  return names.map((name) => {
    const media = community.files.named(name)
    if (!media) throw badParameter(`attachment ${name.split('_')[0]} is unknown`)
    return media
  })
}

const checkKeyboard = (parameters: CallParameters): void => {
  const buttons = parameters.object('keyboard')?.['buttons']
  if (!Array.isArray(buttons) || buttons.some((row) => !Array.isArray(row) || row.length > 5))
    throw new VkError(911)
}

const deliver = async (
  community: CommunityState,
  person: PersonRecord,
  draft: Draft,
  randomId: number,
  aftermath: Aftermath,
): Promise<SentResult> => {
  const { text, media, geo, forward, parameters } = draft
  const replied = findReplied(person, forward)
  const message = community.addMessage(person, {
    from_id: -community.id,
    text,
    attachments: media.map(attachmentOf),
    random_id: randomId,
    ...(geo ? { geo } : {}),
    ...(replied ? { reply_message: bare(replied) } : {}),
    ...(parameters.text('payload') === '' ? {} : { payload: parameters.text('payload') }),
  })
  const result = { peerId: person.id, messageId: message.id, number: message.conversation_message_id }
  if (randomId !== 0) community.byRandomId.set(randomId, result)
  community.sent.push({
    ...result,
    text,
    geo,
    files: media.map(({ type, file }) => ({
      type,
      name: file?.name ?? '',
      bytes: file?.bytes ?? Buffer.alloc(0),
    })),
    replyTo: replied?.conversation_message_id ?? null,
    randomId,
    keyboard: parameters.text('keyboard'),
    at: community.surroundings.clock(),
  })
  for (const tell of community.sentWaiters) tell()
  await echo(community, message, aftermath)
  return result
}

/** The community hears of its own message, perhaps before the answer to its call. */
const echo = async (community: CommunityState, message: VkMessage, aftermath: Aftermath): Promise<void> => {
  const tell = (): void => void community.emit('message_reply', message, message.peer_id)
  if (community.echo === 'after') {
    aftermath.push(tell)
    return
  }
  tell()
  await Promise.all(community.servers.map((server) => settled(server)))
}

const settled = (server: CommunityState['servers'][number]): Promise<void> =>
  new Promise((resolve) => {
    if (server.pendingCount === 0) {
      resolve()
      return
    }
    const stop = server.onIdle(() => {
      stop()
      resolve()
    })
  })

const readForward = (parameters: CallParameters): Fields | null => {
  const forward = parameters.object('forward')
  const numbers = forward?.['conversation_message_ids']
  if (forward && (!Array.isArray(numbers) || numbers.length === 0))
    throw badParameter('forward has no messages')
  return forward
}

/** A reply to a message that is gone leaves as a message of its own. */
const findReplied = (person: PersonRecord, forward: Fields | null): VkMessage | undefined => {
  const numbers = forward?.['conversation_message_ids']
  if (!forward || !Array.isArray(numbers)) return undefined
  if (forward['peer_id'] !== person.id) throw badParameter('forward is of another talk')
  return person.messages.find((each) => each.conversation_message_id === numbers[0])
}
