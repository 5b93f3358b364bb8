import { badRequest } from './api-error.ts'
import type { Bot } from './bot.ts'
import type { CallParameters } from './call-parameters.ts'
import type { Fault } from './faults.ts'
import type { AlbumPart, Person } from './person.ts'
import type { FileOptions } from './person-media.ts'

type Act = (person: Person, parameters: CallParameters) => unknown

/** Does what the page asks: of the bot's messenger, or of one person. */
export const act = (bot: Bot, parameters: CallParameters): unknown => {
  const name = parameters.text('act')
  if (name === 'createPerson') return createPerson(bot, parameters)
  if (name === 'fault') return addFault(bot, parameters)
  if (name === 'clearFaults') return bot.faults.clear()
  const personId = parameters.integer('person')
  const person = bot.people().find(({ id }) => id === personId)
  const personAct = acts[name]
  if (!person || !personAct) throw badRequest('no such person or act')
  return personAct(person, parameters)
}

const createPerson = (bot: Bot, parameters: CallParameters): { id: number } => {
  const { id } = bot.person({
    firstName: parameters.text('firstName') || undefined,
    lastName: parameters.text('lastName') || undefined,
    username: parameters.text('username') || undefined,
    languageCode: parameters.text('languageCode') || undefined,
  })
  return { id }
}

const reactions = ['👍', '❤', '🔥', '👎'] as const

const acts: Record<string, Act> = {
  text: (person, parameters) =>
    person.sendText(parameters.text('text'), { replyTo: parameters.integer('replyTo') }),
  start: (person, parameters) => person.start(parameters.text('parameter') || undefined),
  phone: (person, parameters) => person.shareOwnPhone(parameters.text('phone')),
  edit: (person, parameters) => {
    const messageId = parameters.requiredInteger('messageId', 'which message?')
    const isText = person.message(messageId)?.text !== undefined
    const text = parameters.text('text')
    return isText ? person.edit(messageId, text) : person.editCaption(messageId, text)
  },
  block: (person) => person.block(),
  unblock: (person) => person.unblock(),
  press: (person, parameters) => person.press(parameters.text('data'), parameters.integer('messageId')),
  rename: (person, parameters) =>
    person.rename({ firstName: parameters.text('firstName'), lastName: parameters.text('lastName') }),
  react: (person, parameters) =>
    person.react(
      parameters.requiredInteger('messageId', 'which message?'),
      reactions.find((emoji) => emoji === parameters.text('emoji')) ?? null,
    ),
  files: (person, parameters) => sendFiles(person, parameters),
  sample: (person, parameters) => sendSample(person, parameters.text('kind')),
}

/** One file, or an album of 2–10: as photos and videos, or all as documents. */
const sendFiles = (person: Person, parameters: CallParameters): unknown => {
  const asDocuments = parameters.flag('asDocuments')
  const caption = parameters.text('caption') || undefined
  const parts: AlbumPart[] = [...parameters.files.values()].map((file, index) => {
    const options: FileOptions = {
      bytes: file.bytes,
      name: file.name,
      mime: file.mime,
      ...(index === 0 ? { caption } : {}),
    }
    const isPicture = !asDocuments && /^image\/(jpeg|png|webp)$/.test(file.mime)
    if (isPicture) return { ...options, name: '', kind: 'photo' }
    return { ...options, kind: !asDocuments && file.mime === 'video/mp4' ? 'video' : 'document' }
  })
  if (parts.length === 0) throw badRequest('no files')
  const [only] = parts
  if (parts.length > 1) return person.sendAlbum(parts.slice(0, 10))
  if (only?.kind === 'photo') return person.sendPhoto(only)
  return only?.kind === 'video' ? person.sendVideo(only) : person.sendDocument(only)
}

const samples: Record<string, (person: Person) => unknown> = {
  photo: (person) => person.sendPhoto(),
  album: (person) =>
    person.sendAlbum([{ kind: 'photo' }, { kind: 'photo', width: 960, height: 1280 }, { kind: 'video' }]),
  document: (person) => person.sendDocument(),
  voice: (person) => person.sendVoice({ durationSeconds: 3 }),
  video: (person) => person.sendVideo(),
  videoNote: (person) => person.sendVideoNote(),
  audio: (person) => person.sendAudio({ title: 'Утро', performer: 'Квартет «Заря»' }),
  animation: (person) => person.sendAnimation(),
  sticker: (person) => person.sendSticker(),
  location: (person) => person.sendLocation(),
  venue: (person) => person.sendVenue(),
  contact: (person) => person.sendContact({ phone: '+79005550177', firstName: 'Сергей' }),
  poll: (person) => person.sendPoll(),
  unknown: (person) => person.sendUnknownKind('hologram', { layers: 3 }),
}

const sendSample = (person: Person, kind: string): unknown => {
  const sample = samples[kind]
  if (!sample) throw badRequest('no such sample')
  return sample(person)
}

const addFault = (bot: Bot, parameters: CallParameters): void => {
  const fault = faultOf(parameters.text('kind'))
  const chatId = parameters.integer('chatId')
  const times = parameters.integer('times') ?? 1
  bot.faults.next(parameters.text('method') || '*', fault, { times, ...(chatId ? { chatId } : {}) })
}

const faultOf = (kind: string): Fault => {
  switch (kind) {
    case 'answerDropped':
    case 'cutMidAnswer':
    case 'status500':
    case 'refuseConnection':
    case 'blockedByUser':
    case 'chatNotFound':
    case 'fileTooBig':
    case 'deliverTwice':
    case 'reorder':
      return { kind }
    case 'tooManyRequests':
      return { kind, retryAfterSeconds: 5 }
    case 'slow':
    case 'hang':
    case 'delay':
      return { kind, ms: 8000 }
    default:
      throw badRequest('no such fault')
  }
}
